import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createTable, tableSchemas } from '../../../src/adapters/read-models/table-schema.js'
import type { TableSchema } from '../../../src/adapters/read-models/table-schema.js'
import { tableWriter } from '../../../src/adapters/read-models/table-writer.js'
import type { Projection, RowOperation } from '../../../src/domain/projection.js'
import { tableRows, withFile } from '../../support/projected-rows.js'

const projection: Projection = {
  name: 'sample',
  version: 1,
  tables: {
    things: {
      columns: { kind: 'text', id: 'integer', name: 'text', total: 'integer', low: 'text', high: 'real', more: 'json' },
      key: ['kind', 'id'],
    },
  },
  apply: () => [],
}
const [schema] = tableSchemas(projection) as readonly [TableSchema]

const withWriter = <A>(use: (writer: ReturnType<typeof tableWriter>, rows: () => readonly unknown[]) => A): A =>
  withFile((db) => {
    db.exec(createTable(schema))
    return use(tableWriter(db, schema), () => tableRows(db, 'sample', 'things'))
  })

/** What the rows must be, worked out one operation at a time. */
type Model = Map<string, Record<string, unknown>>
const applyToModel = (model: Model, tenant: string, operation: RowOperation): void => {
  const given = operation.op === 'insert' ? operation.row : operation.key
  const key = JSON.stringify([tenant, given['kind'], given['id']])
  const empty = { tenant, kind: null, id: null, name: null, total: null, low: null, high: null, more: null }
  const present = model.get(key)
  if (operation.op === 'delete') {
    for (const [at, row] of model) {
      if (row['tenant'] === tenant && Object.entries(operation.key).every(([name, value]) => row[name] === value)) {
        model.delete(at)
      }
    }
  } else if (operation.op === 'insert') {
    if (present === undefined) model.set(key, { ...empty, ...operation.row })
  } else {
    const { insert, set, add, min, max } = operation
    if (present === undefined) {
      model.set(key, { ...empty, ...operation.key, ...insert, ...set, ...add, ...min, ...max })
      return
    }
    Object.assign(present, set)
    for (const [name, by] of Object.entries(add ?? {})) present[name] = Number(present[name] ?? 0) + by
    for (const [name, value] of Object.entries(min ?? {})) {
      if (present[name] === null || below(value, present[name])) present[name] = value
    }
    for (const [name, value] of Object.entries(max ?? {})) {
      if (present[name] === null || below(present[name], value)) present[name] = value
    }
  }
}
const below = (a: unknown, b: unknown): boolean =>
  typeof a === 'string' && typeof b === 'string'
    ? Buffer.compare(Buffer.from(a), Buffer.from(b)) < 0
    : Number(a) < Number(b)

const text = fc.constantFrom('', 'a', 'b', 'a\u0000', '\u0000a', '\uffee', '😀')
const key = fc.record({ kind: text, id: fc.integer({ min: 0, max: 2 }) })
const operations: fc.Arbitrary<RowOperation> = fc.oneof(
  fc.record({
    op: fc.constant('insert' as const),
    table: fc.constant('things'),
    row: fc.tuple(key, text).map(([of, name]) => ({ ...of, name })),
  }),
  fc.record(
    {
      op: fc.constant('upsert' as const),
      table: fc.constant('things'),
      key,
      insert: fc.constant({ more: null }),
      set: fc.record({ name: fc.option(text) }),
      add: fc.record({ total: fc.integer({ min: -9, max: 9 }) }),
      min: fc.record({ low: text }),
      max: fc.record({ high: fc.double({ noNaN: true, noDefaultInfinity: true }).map((n) => n + 0) }),
    },
    { requiredKeys: ['op', 'table', 'key'] },
  ),
  fc.record({
    op: fc.constant('delete' as const),
    table: fc.constant('things'),
    key: fc.oneof(
      key,
      text.map((kind) => ({ kind })),
    ),
  }),
)

describe('rows are those that each operation in turn would make', () => {
  test('whatever is made one before it is written', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.constantFrom('north', 'south'), operations, fc.boolean())), (steps) => {
        withWriter((writer, rows) => {
          const model: Model = new Map()
          for (const [tenant, operation, flush] of steps) {
            writer.apply(tenant, operation)
            if (flush) writer.flush()
            applyToModel(model, tenant, operation)
          }
          writer.flush()
          const byKey = (row: unknown) => JSON.stringify(row)
          expect(rows().map(byKey).sort()).toEqual([...model.values()].map(byKey).sort())
        })
      }),
      { numRuns: 60 },
    )
  })

  test('an upsert that only sets, again after a delete', () => {
    withWriter((writer, rows) => {
      const set: RowOperation = { op: 'upsert', table: 'things', key: { kind: 'a', id: 1 }, set: { name: 'x' } }
      writer.apply('north', set)
      writer.flush()
      writer.apply('north', { op: 'delete', table: 'things', key: { kind: 'a' } })
      writer.apply('north', set)
      writer.flush()
      expect(rows()).toHaveLength(1)
    })
  })
})

test.each([
  ['doubles', [0.1, 0.2, 0.3, 1e16, 1, -1e16], 'high'],
  ['integers beyond the safe ones', [2 ** 53 - 1, 2 ** 53 - 2, 1, 1], 'total'],
] as const)('sums of %s do not depend on what is written together', (_, values, column) => {
  const rows = (flushes: boolean) =>
    withWriter((writer, written) => {
      for (const value of values) {
        writer.apply('north', { op: 'upsert', table: 'things', key: { kind: 'a', id: 1 }, add: { [column]: value } })
        if (flushes || value === values[0]) writer.flush()
      }
      writer.flush()
      return written()
    })
  expect(rows(false)).toEqual(rows(true))
})

describe('what a table does not take is refused with the reason', () => {
  const refusals: readonly (readonly [RowOperation | object, string])[] = [
    [{ op: 'insert', table: 'things', row: { kind: 'a', id: 1, nmae: 'x' } }, 'table things has no column nmae'],
    [{ op: 'insert', table: 'things', row: { kind: 'a' } }, 'column id is in the key and integer: null is not'],
    [{ op: 'insert', table: 'things', row: { kind: 'a', id: 1.5 } }, 'column id is in the key and integer: 1.5 is not'],
    [{ op: 'insert', table: 'things', row: { kind: 'a', id: 1, name: 7 } }, 'column name is text: 7 is not'],
    [{ op: 'insert', table: 'things', row: { kind: 'a', id: 1, high: NaN } }, 'column high is real: NaN is not'],
    [{ op: 'upsert', table: 'things', key: { kind: 'a' }, add: { total: 1 } }, 'column id is in the key'],
    [{ op: 'upsert', table: 'things', key: { kind: 'a', id: 1, name: 'x' } }, 'the key of things is kind, id'],
    [{ op: 'upsert', table: 'things', key: { kind: 'a', id: 1 }, add: { name: 1 } }, 'nothing can be added to it'],
    [{ op: 'upsert', table: 'things', key: { kind: 'a', id: 1 }, set: { id: 1 } }, 'in the key or named twice'],
    [
      { op: 'upsert', table: 'things', key: { kind: 'a', id: 1 }, min: { low: null } },
      'null cannot be added or compared',
    ],
    [{ op: 'upsert', table: 'things', key: { kind: 'a', id: 1 }, set: { name: undefined } }, 'undefined'],
    [{ op: 'delete', table: 'things', key: { name: 'x' } }, 'column name is not in the key of things'],
    [{ op: 'upsert', table: 'things', key: { kind: 'a', id: 1 }, increment: { total: 1 } }, 'no part "increment"'],
    [{ op: 'upsert', table: 'things', set: { name: 'x' } }, 'an upsert needs a key'],
    [{ op: 'insert', table: 'things', values: { kind: 'a', id: 1 } }, 'an insert needs a row'],
    [{ op: 'replace', table: 'things' }, '"replace" is no row operation'],
  ]
  test.each(refusals)('%j', (operation, reason) => {
    withWriter((writer) => {
      writer.apply('north', { op: 'upsert', table: 'things', key: { kind: 'a', id: 2 } })
      expect(() => writer.apply('north', operation as RowOperation)).toThrow(reason)
    })
  })
})
