import * as E from 'fp-ts/lib/Either.js'
import { sql } from 'kysely'
import type { Party } from '../../../domain/event.js'
import { formatTime } from '../../../domain/time.js'
import type { Page, QueryError, SubjectRow, SubjectsQuery } from '../../../ports/read-models.js'
import { all } from './conditions.js'
import type { Sql } from './conditions.js'
import { tables } from './tables.js'
import { decodePlace, encodePlace } from './opaque-place.js'
import type { QueryRunner } from './query-runner.js'

interface StoredRow {
  readonly subjectType: string
  readonly subjectId: string
  readonly version: number
  readonly deleted: number
  readonly firstChangeAt: number
  readonly lastChangeAt: number
  readonly lastActorType: string
  readonly lastActorId: string
  readonly lastActorName: string | null
  readonly lastVerb: string
}

/** The subjects that have had a change, in the order of type and id (byte by byte). */
export const subjectsPage = (run: QueryRunner, query: SubjectsQuery): E.Either<QueryError, Page<SubjectRow>> => {
  const place = query.from === undefined ? [] : decodePlace(query.from, ['string', 'string'])
  if (place === undefined) return E.left({ _tag: 'BadPlace' })
  const rows = run.all(sql<StoredRow>`SELECT * FROM ${tables.subjects} WHERE ${all(conditionsOf(query, place))}
      ORDER BY "subjectType", "subjectId" LIMIT ${query.limit + 1}`)
  const items = rows.slice(0, query.limit)
  const last = items.at(-1)
  return E.right({
    items: items.map(subjectRow),
    ...(rows.length > items.length && last !== undefined
      ? { next: encodePlace([last.subjectType, last.subjectId]) }
      : {}),
  })
}

const conditionsOf = (
  { tenant, type, deleted }: SubjectsQuery,
  place: readonly (string | number)[],
): readonly Sql[] => [
  sql`"tenant" = ${tenant}`,
  ...(type === undefined ? [] : [sql`"subjectType" = ${type}`]),
  ...(deleted === undefined ? [] : [sql`"deleted" = ${deleted ? 1 : 0}`]),
  ...(place.length === 0 ? [] : [sql`("subjectType", "subjectId") > (${sql.join(place)})`]),
]

const subjectRow = (row: StoredRow): SubjectRow => ({
  subject: { type: row.subjectType, id: row.subjectId },
  version: row.version,
  deleted: row.deleted === 1,
  firstChangeAt: formatTime(row.firstChangeAt),
  lastChangeAt: formatTime(row.lastChangeAt),
  lastActor: party(row.lastActorType, row.lastActorId, row.lastActorName),
  lastVerb: row.lastVerb,
})

/** A party, without the name where none is known. */
export const party = (type: string, id: string, name: string | null): Party =>
  name === null ? { type, id } : { type, id, name }
