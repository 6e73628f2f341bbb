import * as fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { isSurelyWithin } from '../../src/domain/json-size.js'
import type { Json } from '../../src/domain/json.js'
import { fitsUtf8, utf8Length } from '../../src/domain/utf8.js'
import { anyJson } from './event-arbitraries.js'

const byteLength = (text: string): number => new TextEncoder().encode(text).length

describe('utf8Length', () => {
  test.each([
    ['', 0],
    ['a', 1],
    ['é', 2],
    ['€', 3],
    ['😀', 4],
    ['\ud83d', 3],
    ['\ude00\ud83d', 6],
  ])('%j', (text, bytes) => {
    expect(utf8Length(text)).toBe(bytes)
  })

  it('is what an encoder makes of a text', () => {
    const units = fc.array(fc.integer({ min: 0, max: 0xffff })).map((codes) => String.fromCharCode(...codes))
    fc.assert(
      fc.property(fc.oneof(units, fc.string({ unit: 'binary' })), fc.nat(60), (text, max) => {
        expect(utf8Length(text)).toBe(byteLength(text))
        expect(fitsUtf8(text, max)).toBe(byteLength(text) <= max)
      }),
    )
  })
})

describe('isSurelyWithin', () => {
  const nodesOf = (value: Json): number =>
    typeof value === 'object' && value !== null
      ? Object.values(value).reduce<number>((sum, each: Json) => sum + nodesOf(each), 1)
      : 1
  const depthOf = (value: Json): number =>
    typeof value === 'object' && value !== null ? 1 + Math.max(0, ...Object.values(value).map(depthOf)) : 0

  it('never says so of what is not', () => {
    const cases = fc.record({ value: anyJson, maxDepth: fc.nat(4), maxNodes: fc.nat(12), maxBytes: fc.nat(300) })
    let sure = 0
    fc.assert(
      fc.property(cases, ({ value, ...limits }) => {
        const within =
          nodesOf(value) <= limits.maxNodes &&
          depthOf(value) <= limits.maxDepth &&
          byteLength(JSON.stringify(value)) <= limits.maxBytes
        const answer = isSurelyWithin(value, limits)
        if (answer) sure++
        expect(answer && !within).toBe(false)
      }),
      { numRuns: 1_000 },
    )
    expect(sure).toBeGreaterThan(0)
  })

  it('says so of what is far below the limits', () => {
    expect(isSurelyWithin({ a: ['b', 1, null, true] }, { maxDepth: 2, maxNodes: 6, maxBytes: 200 })).toBe(true)
  })
})
