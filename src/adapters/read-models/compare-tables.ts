import type { Database } from 'better-sqlite3'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { compareFeedIndex } from './feed-index/compare-index.js'
import type { Comparison, Difference } from './comparison.js'
import { isLess } from './cells.js'
import type { Cell } from './cells.js'
import { quoted, tableSchemas } from './table-schema.js'
import type { ProjectionTables, TableSchema } from './table-schema.js'

/**
 * Compares all rows of a projection in two files, each held still by its caller's read transaction, table by table in the order of the key. Both
 * handles are busy meanwhile; the thread is not blocked for longer than some 10 ms.
 */
export const compareProjection = async (
  rebuilt: Database,
  live: Database,
  projection: ProjectionTables,
  options: { readonly signal: AbortSignal; readonly onDifference?: (difference: Difference) => void },
): Promise<Comparison> => {
  let [rows, differences] = [0, 0]
  for (const schema of tableSchemas(projection)) {
    const found = await compareTable(rebuilt, live, schema, options)
    rows += found.rows
    differences += found.differences
  }
  if (projection.index !== undefined) {
    const found = await compareFeedIndex(rebuilt, live, {
      signal: options.signal,
      onDifference: (difference) => options.onDifference?.({ projection: projection.name, ...difference }),
    })
    rows += found.rows
    differences += found.differences
  }
  return { rows, differences }
}

const compareTable = async (
  rebuilt: Database,
  live: Database,
  schema: TableSchema,
  options: Parameters<typeof compareProjection>[3],
): Promise<Comparison> => {
  const names = ['tenant', ...schema.key, ...schema.columns.filter(({ inKey }) => !inKey).map(({ name }) => name)]
  const keySize = 1 + schema.key.length
  const left = rowsInOrder(rebuilt, schema, names, keySize)
  const right = rowsInOrder(live, schema, names, keySize)
  let [rows, differences, compared] = [0, 0, 0]
  const differ = (row: readonly Cell[], detail: string): void => {
    differences++
    const { projection, table } = schema
    options.onDifference?.({ projection, table, key: JSON.stringify(row.slice(0, keySize)), detail })
  }
  try {
    let x = left.next()
    let y = right.next()
    let pausedAt = performance.now()
    while (x.done !== true || y.done !== true) {
      if (++compared % 256 === 0 && performance.now() - pausedAt > 10) {
        await nextTurn(undefined, { signal: options.signal })
        pausedAt = performance.now()
      }
      const order = x.done === true ? 1 : y.done === true ? -1 : compareKeys(x.value, y.value, keySize)
      if (order <= 0) rows++
      if (order < 0) differ(x.value as readonly Cell[], 'is missing from the live rows')
      else if (order > 0) differ(y.value as readonly Cell[], 'is in the live rows only')
      else {
        const at = firstDifference(x.value as readonly Cell[], y.value as readonly Cell[], keySize)
        if (at >= 0) differ(x.value as readonly Cell[], `column ${names[at] ?? ''} differs from the rebuilt row's`)
      }
      if (order <= 0) x = left.next()
      if (order >= 0) y = right.next()
    }
    return { rows, differences }
  } finally {
    left.return?.()
    right.return?.()
  }
}

const rowsInOrder = (db: Database, schema: TableSchema, names: readonly string[], keySize: number): Iterator<Cell[]> =>
  db
    .prepare<[], Cell[]>(
      `SELECT ${names.map(quoted).join(', ')} FROM ${quoted(schema.name)} ORDER BY ${names.slice(0, keySize).map(quoted).join(', ')}`,
    )
    .raw()
    .iterate()

const compareKeys = (x: readonly Cell[], y: readonly Cell[], keySize: number): number => {
  for (let i = 0; i < keySize; i++) {
    const [p, q] = [x[i] ?? null, y[i] ?? null]
    if (p !== q) return isLess(p, q) ? -1 : 1
  }
  return 0
}

const firstDifference = (x: readonly Cell[], y: readonly Cell[], from: number): number => {
  for (let i = from; i < x.length; i++) if (x[i] !== y[i]) return i
  return -1
}
