import type { Database } from 'better-sqlite3'
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Comparison, Difference } from '../comparison.js'
import { mix } from './bloom.js'
import { codedFields, termFields, termText } from './fields.js'
import type { CodedField } from './fields.js'
import { knownValues } from './known-values.js'
import { tailCode, tailTerms, tailTime } from './seal.js'
import type { TailRow } from './seal.js'
import { segmentStore } from './segment-store.js'

/** Sums are kept for so many positions together; where they differ, each event is looked at. */
const bucketPositions = 4_096
/** So many buckets are looked into; of further ones it is told that they differ. */
const detailedMax = 64

/**
 * Compares what two feed indexes hold, each held still by its caller's read transaction, whatever segments it lies in. The thread is not blocked
 * for longer than one segment takes.
 */
export const compareFeedIndex = async (
  rebuilt: Database,
  live: Database,
  options: {
    readonly signal: AbortSignal
    readonly onDifference?: (difference: Omit<Difference, 'projection'>) => void
  },
): Promise<Comparison> => {
  const left = await bucketSums(rebuilt, options.signal)
  const right = await bucketSums(live, options.signal)
  const differing = [...new Set([...left.keys(), ...right.keys()])]
    .filter((bucket) => !isSame(left.get(bucket), right.get(bucket)))
    .sort((a, b) => a - b)
  let differences = 0
  const differ = (key: string, detail: string): void => {
    differences++
    options.onDifference?.({ table: 'index', key, detail })
  }
  const detailed = new Set(differing.slice(0, detailedMax))
  if (detailed.size > 0) {
    const rows = await eventsIn(rebuilt, detailed, options.signal)
    const liveRows = await eventsIn(live, detailed, options.signal)
    for (const position of [...new Set([...rows.keys(), ...liveRows.keys()])].sort((a, b) => a - b)) {
      const [x, y] = [rows.get(position), liveRows.get(position)]
      if (x === y) continue
      if (x === undefined) differ(String(position), 'is in the live index only')
      else if (y === undefined) differ(String(position), 'is missing from the live index')
      else differ(String(position), 'has other values in the live index')
    }
  }
  for (const bucket of differing.slice(detailedMax)) {
    differ(String(bucket * bucketPositions), `differs in the ${bucketPositions} positions from here on`)
  }
  return { rows: [...left.values()].reduce((sum, { events }) => sum + events, 0), differences }
}

/** Called for each value of each event: `field` is the place in `[...codedFields, ...termFields]`, -1 for the time. */
type Visit = (position: number, field: number, text: string) => void

interface Sums {
  events: number
  a: number
  b: number
}

const isSame = (x: Sums | undefined, y: Sums | undefined): boolean =>
  x !== undefined && y !== undefined && x.events === y.events && x.a === y.a && x.b === y.b

/** The sum of hashes does not depend on the order that the values come in. */
const bucketSums = async (db: Database, signal: AbortSignal): Promise<ReadonlyMap<number, Sums>> => {
  const sums = new Map<number, Sums>()
  let lastText = ''
  let hash: readonly [number, number] = [0, 0]
  await visitAll(db, signal, (position, field, text) => {
    if (text !== lastText) [lastText, hash] = [text, textHash(text)]
    const bucket = Math.floor(position / bucketPositions)
    let sum = sums.get(bucket)
    if (sum === undefined) sums.set(bucket, (sum = { events: 0, a: 0, b: 0 }))
    if (field < 0) sum.events++
    const place =
      Math.imul((position % 2 ** 32) | 0, 0x9e3779b1) ^
      Math.imul(Math.floor(position / 2 ** 32) * 31 + field, 0x85ebca6b)
    sum.a = (sum.a + mix(hash[0] ^ place)) >>> 0
    sum.b = (sum.b + mix(hash[1] + Math.imul(place, 0xc2b2ae35))) >>> 0
  })
  return sums
}

/** FNV-1a by UTF-16 units, from two offsets. */
const textHash = (text: string): readonly [number, number] => {
  let a = 0x811c9dc5
  let b = 0x9747b28c
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    a = Math.imul(a ^ unit, 0x01000193)
    b = Math.imul(b ^ unit, 0x5bd1e995)
  }
  return [a, b]
}

const eventsIn = async (
  db: Database,
  buckets: ReadonlySet<number>,
  signal: AbortSignal,
): Promise<ReadonlyMap<number, string>> => {
  const found = new Map<number, string[]>()
  await visitAll(db, signal, (position, field, text) => {
    if (!buckets.has(Math.floor(position / bucketPositions))) return
    const values = found.get(position)
    if (values === undefined) found.set(position, [`${field}=${text}`])
    else values.push(`${field}=${text}`)
  })
  return new Map(Array.from(found, ([position, values]) => [position, JSON.stringify(values.sort())]))
}

const visitAll = async (db: Database, signal: AbortSignal, visit: Visit): Promise<void> => {
  const store = segmentStore(db)
  const values = knownValues(db)
  // Codes are given in the order in which values come, so two indexes may have others for the same.
  const valueOf = (field: number, code: number): string => values.valueOf(codedFields[field] as CodedField, code) ?? ''
  for (const { id } of store.ranges()) {
    await nextTurn(undefined, { signal })
    const { header, columns, deleted } = store.read(id)
    const positions = Float64Array.from(columns.positions, (offset) => columns.positionBase + offset)
    const isThere = (row: number): boolean => deleted?.[row] !== 1
    for (let row = 0; row < header.rows; row++) {
      if (isThere(row)) visit(positions[row] as number, -1, String(columns.timeBase + (columns.times[row] as number)))
    }
    for (const [field, { codes }] of header.fields.entries()) {
      const column = columns.codes[field]
      const texts = Array.from(codes, (code) => valueOf(field, code))
      for (let row = 0; row < header.rows; row++) {
        if (isThere(row)) visit(positions[row] as number, field, texts[column?.[row] ?? 0] ?? '')
      }
    }
    for (const field of termFields.keys()) {
      for (const { term, rows } of store.terms(id, field)) {
        const text = term.toString()
        for (let i = 0; i < rows.length; i++) {
          const row = rows[i] as number
          if (isThere(row)) visit(positions[row] as number, codedFields.length + field, text)
        }
      }
    }
  }
  for (const row of db.prepare<[], TailRow>('SELECT * FROM feed_tail ORDER BY position').raw().all()) {
    const position = row[0] as number
    visit(position, -1, String(tailTime(row)))
    for (const field of codedFields.keys()) visit(position, field, valueOf(field, tailCode(row, field)))
    const tenant = valueOf(0, tailCode(row, 0))
    for (const field of termFields.keys()) {
      for (const value of tailTerms(row, field)) visit(position, codedFields.length + field, termText(tenant, value))
    }
  }
}
