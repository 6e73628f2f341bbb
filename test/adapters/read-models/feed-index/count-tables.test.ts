import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cellTable, hashTable, sortingTable } from '../../../../src/adapters/read-models/feed-index/count-tables.js'
import type { Counted } from '../../../../src/adapters/read-models/feed-index/count-tables.js'
import { radixSorted } from '../../../../src/adapters/read-models/feed-index/radix-sort.js'

const small = fc.nat({ max: 300 })
const large = fc.nat({ max: 2 ** 32 - 1 })
const counts = (key: fc.Arbitrary<number>) =>
  fc.array(fc.record({ key, count: fc.integer({ min: 1, max: 5 }) }), { maxLength: 400 })

const pairs = ({ keys, counts: found }: Counted): readonly (readonly [number, number])[] =>
  Array.from(keys, (key, i) => [key, found[i] as number] as const)

describe.each([
  ['cells', small, () => cellTable(301)],
  ['sorted keys', large, () => sortingTable(4_000)],
  ['hashed keys', large, () => hashTable()],
] as const)('%s', (_, key, open) => {
  test('add up to what a map of them does', () => {
    fc.assert(
      fc.property(counts(key), fc.array(key, { maxLength: 400 }), (added, ones) => {
        const table = open()
        const expected = new Map<number, number>()
        const note = (at: number, count: number) => expected.set(at, (expected.get(at) ?? 0) + count)
        for (const each of added) {
          table.add(each.key, each.count)
          note(each.key, each.count)
        }
        // What lies behind the given size is none of its business.
        table.addEach(Float64Array.from([...ones, 7]), ones.length)
        for (const one of ones) note(one, 1)
        const inOrder = [...expected].sort(([a], [b]) => a - b)
        expect(pairs(table.sorted())).toEqual(inOrder)
        expect(pairs(table.sorted()), 'asked again').toEqual(inOrder)
      }),
    )
  })
})

test('numbers of 32 bits are put in order', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(small, large)), (numbers) => {
      expect([...radixSorted(Uint32Array.from(numbers))]).toEqual([...numbers].sort((a, b) => a - b))
    }),
  )
})
