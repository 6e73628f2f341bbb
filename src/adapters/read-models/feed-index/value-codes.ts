import type { Database } from 'better-sqlite3'
import { codedFields } from './fields.js'

/** Gives values their codes, within the writer's transactions. */
export interface ValueCodes {
  /** 0 for no value. */
  readonly codeOf: (field: number, value: string | undefined) => number
  /** Forgets what it knows: a transaction was rolled back. */
  readonly clear: () => void
}

/** Of one field, in memory; what is left out is looked up again. */
const maxKnown = 65_536

export const valueCodes = (db: Database): ValueCodes => {
  const find = db
    .prepare<[number, string], number>('SELECT code FROM feed_values WHERE field = ? AND value = ?')
    .pluck()
  const last = db.prepare<[number], number | null>('SELECT max(code) FROM feed_values WHERE field = ?').pluck()
  const insert = db.prepare<[number, string, number]>('INSERT INTO feed_values VALUES (?, ?, ?)')
  const known = codedFields.map(() => new Map<string, number>())
  let next = codedFields.map((): number | undefined => undefined)

  const lookUp = (field: number, value: string): number => {
    const found = find.get(field, value)
    if (found !== undefined) return found
    const code = next[field] ?? (last.get(field) ?? 0) + 1
    next[field] = code + 1
    insert.run(field, value, code)
    return code
  }

  return {
    codeOf: (field, value) => {
      if (value === undefined) return 0
      const codes = known[field] as Map<string, number>
      let code = codes.get(value)
      if (code === undefined) {
        code = lookUp(field, value)
        if (codes.size >= maxKnown) codes.clear()
        codes.set(value, code)
      }
      return code
    },
    clear: () => {
      for (const codes of known) codes.clear()
      next = codedFields.map(() => undefined)
    },
  }
}
