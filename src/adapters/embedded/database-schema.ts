import type Database from 'better-sqlite3'

/** A database file's layout: who it belongs to, and the steps that lead from an empty file to the present version. */
export interface DatabaseSchema {
  /** For messages: "event log". */
  readonly name: string
  /** SQLite's `application_id`: tells our files from others. */
  readonly applicationId: number
  /** Step i leads from version i to version i + 1; the present version is their number. A step that has been released is never changed. */
  readonly steps: readonly ((db: Database.Database) => void)[]
}

/**
 * Refuses a file that is not of this schema or newer than this program, before anything in it is touched.
 * @returns the version found (`user_version`); 0 for an empty file.
 * @throws Error that says what was found and what can be done.
 */
export const checkSchema = (db: Database.Database, schema: DatabaseSchema): number => {
  const version = Number(db.pragma('user_version', { simple: true }))
  const applicationId = Number(db.pragma('application_id', { simple: true }))
  const present = schema.steps.length
  const empty = db.prepare('SELECT 1 FROM sqlite_schema LIMIT 1').get() === undefined
  if (empty && version === 0 && applicationId === 0) return 0
  if (applicationId !== schema.applicationId) throw new Error(`${db.name} is not an Annals ${schema.name}`)
  if (version > present)
    throw new Error(
      `${db.name} has schema version ${version}, this program knows versions up to ${present}: it was written by a newer Annals`,
    )
  return version
}

/** Brings a file to the present version in one transaction: all steps or none. @throws as `checkSchema`, or what a step throws. */
export const upgradeSchema = (db: Database.Database, schema: DatabaseSchema): void => {
  if (checkSchema(db, schema) === schema.steps.length) return
  db.transaction(() => {
    for (const step of schema.steps.slice(checkSchema(db, schema))) step(db)
    db.pragma(`application_id = ${schema.applicationId}`)
    db.pragma(`user_version = ${schema.steps.length}`)
  }).immediate()
}

/** For readers, which cannot upgrade. @throws Error where the file is not at exactly the present version. */
export const requireSchema = (db: Database.Database, schema: DatabaseSchema): void => {
  const version = checkSchema(db, schema)
  if (version === schema.steps.length) return
  throw new Error(
    version === 0
      ? `${db.name} is empty: it becomes an ${schema.name} when it is first served`
      : `${db.name} has the older schema version ${version}: it is upgraded when it is next served`,
  )
}
