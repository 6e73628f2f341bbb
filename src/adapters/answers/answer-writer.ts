import type Database from 'better-sqlite3'
import type { AnswerPlace, RememberedAnswer } from '../../ports/answer-memory.js'
import { openAnswersForWriting } from './answer-file.js'

/** How long an answer is remembered. */
export const rememberedForMs = 24 * 60 * 60 * 1_000

export interface AnswerBounds {
  /** What the answers of one tenant, and of all together, may come to, in bytes. The oldest ones make room. */
  readonly tenantBytes: number
  readonly allBytes: number
}

export const defaultAnswerBounds: AnswerBounds = { tenantBytes: 67_108_864, allBytes: 536_870_912 }

export interface AnswerEntry extends AnswerPlace, RememberedAnswer {
  /** ms since the epoch. */
  readonly rememberedAt: number
}

export interface AnswerWriter {
  /** One transaction. Throws what SQLite throws. */
  readonly write: (entries: readonly AnswerEntry[]) => void
  readonly close: () => void
}

interface Gone {
  readonly tenant: string
  readonly bytes: number
}

export const createAnswerWriter = (file: string, bounds: AnswerBounds): AnswerWriter => {
  const db = openAnswersForWriting(file)
  const forgetOld = db.prepare<[number], Gone>('DELETE FROM answers WHERE remembered_at < ? RETURNING tenant, bytes')
  const forgetOne = db.prepare<[string, string, string], Gone>(
    'DELETE FROM answers WHERE tenant = ? AND target = ? AND key = ? RETURNING tenant, bytes',
  )
  const oldest = `RETURNING tenant, bytes`
  const forgetOldest = db.prepare<[], Gone>(
    `DELETE FROM answers WHERE number = (SELECT min(number) FROM answers) ${oldest}`,
  )
  const forgetOldestOf = db.prepare<[string], Gone>(
    `DELETE FROM answers WHERE number = (SELECT min(number) FROM answers WHERE tenant = ?) ${oldest}`,
  )
  const add = db.prepare(
    'INSERT INTO answers (tenant, target, key, digest, text, position, bytes, remembered_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
  )
  let held = bytesHeld(db)

  const forget = (gone: readonly Gone[]): boolean => {
    for (const { tenant, bytes } of gone) held.take(tenant, -bytes)
    return gone.length > 0
  }

  const writeOne = (entry: AnswerEntry): void => {
    const { tenant, target, key, digest, text, position, rememberedAt } = entry
    const bytes = Buffer.byteLength(text) + Buffer.byteLength(target) + key.length + overheadBytes
    forget(forgetOne.all(tenant, target, key))
    add.run(tenant, target, key, digest, text, position, bytes, rememberedAt)
    held.take(tenant, bytes)
    while (held.of(tenant) > bounds.tenantBytes && forget(forgetOldestOf.all(tenant)));
    while (held.all() > bounds.allBytes && forget(forgetOldest.all()));
  }

  const transaction = db.transaction((entries: readonly AnswerEntry[]) => {
    forget(forgetOld.all((entries[0]?.rememberedAt ?? 0) - rememberedForMs))
    for (const entry of entries) writeOne(entry)
  })
  return {
    write: (entries) => {
      try {
        transaction(entries)
      } catch (error) {
        held = bytesHeld(db)
        throw error
      }
    },
    close: () => {
      db.close()
    },
  }
}

/** What a row takes besides its texts, roughly. */
const overheadBytes = 200

const bytesHeld = (db: Database.Database) => {
  const rows = db.prepare<[], Gone>('SELECT tenant, sum(bytes) AS bytes FROM answers GROUP BY tenant').all()
  const byTenant = new Map(rows.map(({ tenant, bytes }) => [tenant, bytes]))
  let sum = rows.reduce((all, { bytes }) => all + bytes, 0)
  return {
    all: () => sum,
    of: (tenant: string) => byTenant.get(tenant) ?? 0,
    take: (tenant: string, bytes: number): void => {
      sum += bytes
      const left = (byTenant.get(tenant) ?? 0) + bytes
      if (left > 0) byTenant.set(tenant, left)
      else byTenant.delete(tenant)
    },
  }
}
