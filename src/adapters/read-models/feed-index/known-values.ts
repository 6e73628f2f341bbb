import type { Database } from 'better-sqlite3'
import type { Pattern } from '../../../ports/read-models.js'
import { compareValues } from '../queries/compare-texts.js'
import { prefixEnd } from '../queries/prefix-end.js'
import { actorParts, actorsWithId, codedFields, mayBeginId } from './fields.js'
import type { CodedField } from './fields.js'

/** What codes stand for, on a handle that is only read. */
export interface KnownValues {
  /** The codes of the values that match. */
  readonly matching: (field: CodedField, patterns: readonly Pattern[]) => ReadonlySet<number>
  readonly actorsWithIds: (patterns: readonly Pattern[]) => ReadonlySet<number>
  /** Null for 0, which is no value. */
  readonly valueOf: (field: CodedField, code: number) => string | null
  /** The largest code there is. */
  readonly lastCode: (field: CodedField) => number
  /** By code: where its value comes in the order in which groups are told, an actor's by type, then by id. */
  readonly ranks: (field: CodedField) => Uint32Array
}

/** Of one field, in memory; beyond that, values are read when they are asked for. */
const maxKept = 500_000

export const knownValues = (db: Database): KnownValues => {
  const find = db
    .prepare<[number, string], number>('SELECT code FROM feed_values WHERE field = ? AND value = ?')
    .pluck()
  const from = db
    .prepare<[number, string], number>('SELECT code FROM feed_values WHERE field = ? AND value >= ?')
    .pluck()
  const range = db
    .prepare<[number, string, string], number>(
      'SELECT code FROM feed_values WHERE field = ? AND value >= ? AND value < ?',
    )
    .pluck()
  const last = db.prepare<[number], number | null>('SELECT max(code) FROM feed_values WHERE field = ?').pluck()
  const one = db.prepare<[number, number], string>('SELECT value FROM feed_values WHERE field = ? AND code = ?').pluck()
  const after = db
    .prepare<[number, number, number], [number, string]>(
      'SELECT code, value FROM feed_values WHERE field = ? AND code > ? AND code <= ? ORDER BY code',
    )
    .raw()
  const inOrder = db
    .prepare<[number], [number, string]>('SELECT code, value FROM feed_values WHERE field = ? ORDER BY value')
    .raw()
  const ranked = new Map<CodedField, Uint32Array>()
  // Codes are given from 1 on, without gaps: the value of a code lies at its place.
  const kept = codedFields.map((): (string | undefined)[] => [undefined])

  const lastCode = (field: CodedField): number => last.get(codedFields.indexOf(field)) ?? 0

  /** No id has a character below the one between id and type, so values of one type are in the order of their ids. */
  const codesInOrder = (field: CodedField): readonly number[] => {
    const byType = new Map<string, number[]>()
    for (const [code, value] of inOrder.iterate(codedFields.indexOf(field))) {
      const type = field === 'actor' ? actorParts(value).type : ''
      const codes = byType.get(type)
      if (codes === undefined) byType.set(type, [code])
      else codes.push(code)
    }
    const types = [...byType.keys()].sort((a, b) => compareValues([a], [b]))
    return types.flatMap((type) => byType.get(type) ?? [])
  }

  const withPrefix = (place: number, prefix: string): readonly number[] => {
    const end = prefixEnd(prefix)
    return end === undefined ? from.all(place, prefix) : range.all(place, prefix, end)
  }

  const collect = (
    field: CodedField,
    patterns: readonly Pattern[],
    exact: (place: number, value: string) => readonly number[],
  ) => {
    const place = codedFields.indexOf(field)
    const codes = new Set<number>()
    for (const { value, prefix } of patterns) {
      // No stored text has a lone surrogate, and SQLite would read another character.
      if (!value.isWellFormed()) continue
      for (const code of prefix ? withPrefix(place, value) : exact(place, value)) codes.add(code)
    }
    return codes
  }

  return {
    matching: (field, patterns) =>
      collect(field, patterns, (place, value) => {
        const code = find.get(place, value)
        return code === undefined ? [] : [code]
      }),
    actorsWithIds: (patterns) => {
      const possible = patterns.filter(({ value }) => mayBeginId(value))
      return collect('actor', possible, (place, id) => withPrefix(place, actorsWithId(id)))
    },
    valueOf: (field, code) => {
      if (code === 0) return null
      const place = codedFields.indexOf(field)
      const values = kept[place] as (string | undefined)[]
      if (code >= values.length && values.length < maxKept) {
        for (const [at, value] of after.iterate(place, values.length - 1, maxKept)) values[at] = value
      }
      return values[code] ?? one.get(place, code) ?? null
    },
    lastCode,
    ranks: (field) => {
      const size = lastCode(field) + 1
      const known = ranked.get(field)
      if (known?.length === size) return known
      const ranks = new Uint32Array(size)
      for (const [rank, code] of codesInOrder(field).entries()) ranks[code] = rank + 1
      ranked.set(field, ranks)
      return ranks
    },
  }
}
