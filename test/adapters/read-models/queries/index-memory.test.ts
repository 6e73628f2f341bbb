import Database from 'better-sqlite3'
import * as E from 'fp-ts/lib/Either.js'
import { expect, onTestFinished, test } from 'vitest'
import { createQueries } from '../../../../src/adapters/read-models/queries/create-queries.js'
import type { Queries } from '../../../../src/adapters/read-models/queries/create-queries.js'
import { openForReading } from '../../../../src/adapters/read-models/read-model-file.js'
import { sampleEvent, sampleTenant } from '../../../contract/feed/sample-events.js'
import { builtIn, readModelUnderTest } from './read-model-under-test.js'

/** A file with ten segments of five events, ten more that make some of these merge, and a way to make their columns zeros behind the readers' backs. */
const tenSegments = () => {
  const model = readModelUnderTest(builtIn, 5)
  onTestFinished(model.close)
  const store = (from: number, to: number): void => {
    const positions = Array.from({ length: to - from }, (_, i) => from + i)
    model.store(positions.map((position) => sampleEvent(position, { at: (position * 7_919) % 1_000 })))
  }
  store(0, 50)
  return {
    storeMore: (): void => {
      for (let from = 50; from < 100; from += 5) store(from, from + 5)
    },
    columnBytes: (): number => {
      const db = openForReading(model.path)
      onTestFinished(() => void db.close())
      return db.prepare<[], number>('SELECT sum(length(columns)) FROM feed_segments').pluck().get() ?? 0
    },
    queries: (maxBytes: number): Queries => {
      const db = openForReading(model.path)
      onTestFinished(() => void db.close())
      return createQueries(db, builtIn, { maxBytes })
    },
    wipeColumns: (): void => {
      const db = new Database(model.path)
      expect(db.prepare('UPDATE feed_segments SET columns = zeroblob(length(columns))').run().changes).toBeGreaterThan(
        1,
      )
      db.close()
    },
  }
}

const newest = async (queries: Queries): Promise<readonly string[]> => {
  const page = await queries.activity({
    tenant: sampleTenant,
    fields: {},
    sort: 'occurredAt',
    order: 'desc',
    limit: 20,
  })()
  if (E.isLeft(page)) throw new Error(JSON.stringify(page.left))
  return page.right.items.map(({ position }) => position)
}

const warmed = (queries: Queries): number => {
  let pieces = 0
  while (queries.warm()) pieces += 1
  return pieces
}

test('an index that was read into memory is not read from the file again', async () => {
  const { queries, wipeColumns } = tenSegments()
  const [warm, cold] = [queries(1_000_000), queries(1_000_000)]
  const expected = await newest(queries(1_000_000))
  expect(warmed(warm)).toBeGreaterThan(1)
  wipeColumns()
  expect(await newest(warm)).toEqual(expected)
  expect(await newest(cold)).not.toEqual(expected)
})

test('no more than the budget is read into memory', async () => {
  const { queries } = tenSegments()
  const expected = await newest(queries(1_000_000))
  const all = warmed(queries(1_000_000))
  const few = queries(200)
  expect(warmed(few)).toBeLessThan(all)
  expect(await newest(few)).toEqual(expected)
  const none = queries(1)
  expect(warmed(none)).toBe(0)
  expect(await newest(none)).toEqual(expected)
})

test('what was read of segments that are gone makes room for those that came', async () => {
  const later = tenSegments()
  later.storeMore()
  const expected = await newest(later.queries(1_000_000))

  const { queries, storeMore, wipeColumns } = tenSegments()
  const exact = queries(later.columnBytes())
  expect(warmed(exact)).toBeGreaterThan(1)
  storeMore()
  expect(warmed(exact)).toBeGreaterThan(1)
  wipeColumns()
  expect(await newest(exact)).toEqual(expected)
})
