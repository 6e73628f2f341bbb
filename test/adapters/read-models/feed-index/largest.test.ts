import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { largest } from '../../../../src/adapters/read-models/feed-index/largest.js'

describe('the largest counts', () => {
  it('are those that come first once all are sorted, few or many, small or larger than any that are told apart by size', () => {
    const counts = fc.array(fc.oneof(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 4_090, max: 4_100 })))
    fc.assert(
      fc.property(counts, fc.integer({ min: 1, max: 20 }), (values, limit) => {
        // Equal ones in the opposite order of their places.
        const compare = (a: number, b: number): number => b - a
        const all = [...values.keys()]
        const sorted = all.sort((a, b) => (values[b] ?? 0) - (values[a] ?? 0) || compare(a, b))
        const taken = new Set(largest(Uint32Array.from(values), limit, compare))
        expect(taken).toEqual(new Set(sorted.slice(0, limit)))
      }),
    )
  })
})
