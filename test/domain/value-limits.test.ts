import { isRight, left, right } from 'fp-ts/lib/Either.js'
import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { equalJson } from '../../src/domain/equal.js'
import type { Json } from '../../src/domain/json.js'
import type { ValueLimits } from '../../src/domain/value-limits.js'
import { checkValue } from '../../src/domain/value-limits.js'
import { anyJson } from './arbitrary-json.js'

const limits: ValueLimits = { maxDepth: 64, maxNodes: 20_000, maxBytes: 262_144, allowNul: true, refuseRedacted: true }

const nested = (depth: number): unknown => {
  let value: unknown = 1
  for (let level = 0; level < depth; level++) value = level % 2 === 0 ? [value] : { a: value }
  return value
}
const issue = (field: string, message: string | RegExp) =>
  left([{ field, message: typeof message === 'string' ? message : (expect.stringMatching(message) as string) }])

test('every JSON value is taken, as the same reference where it holds no minus zero', () => {
  const isMinusZero = (value: unknown): boolean =>
    Object.is(value, -0) || (typeof value === 'object' && value !== null && Object.values(value).some(isMinusZero))
  fc.assert(
    fc.property(anyJson, (value) => {
      const checked = checkValue(value, '', limits)
      if (!isRight(checked) || isMinusZero(checked.right) || !equalJson(checked.right, value)) return false
      return isMinusZero(value) || checked.right === value
    }),
    { numRuns: 1_000 },
  )
})

describe('minus zero', () => {
  it('becomes zero in a copy', () => {
    const value = JSON.parse('{"a":[1,-0,{"__proto__":-0}],"b":{}}') as { b: object }
    const checked = checkValue(value, '', limits)
    expect(checked).toStrictEqual(right(JSON.parse('{"a":[1,0,{"__proto__":0}],"b":{}}')))
    expect(isRight(checked) && (checked.right as { b: Json }).b).toBe(value.b)
    expect(checkValue(-0, '', limits)).toStrictEqual(right(0))
  })
})

class Thing {
  readonly a = 1
}

it.each<[string, unknown, ReturnType<typeof issue>]>([
  ['NaN', { a: NaN }, issue('/state/a', 'must be a finite number, not NaN')],
  ['Infinity', [Infinity], issue('/state/0', 'must be a finite number, not Infinity')],
  ['undefined', { a: undefined }, issue('/state/a', 'must be a JSON value, not undefined')],
  ['a hole', Array(1), issue('/state/0', 'must be a JSON value, not undefined')],
  ['a function', { toJSON: () => 1 }, issue('/state/toJSON', 'must be a JSON value, not a function')],
  ['a bigint', 1n, issue('/state', 'must be a JSON value, not a bigint')],
  ['a symbol', Symbol('s'), issue('/state', 'must be a JSON value, not a symbol')],
  ['a date', { a: new Date(0) }, issue('/state/a', 'must be a plain object')],
  ['a map', new Map(), issue('/state', 'must be a plain object')],
  ['an instance', { 'a/b': new Thing() }, issue('/state/a~1b', 'must be a plain object')],
  ['an integer too large', { n: 2 ** 53 }, issue('/state/n', /send it as a string$/)],
  ['a negative integer too large', -(2 ** 53), issue('/state', /send it as a string$/)],
  ['a lone surrogate', ['\ud800'], issue('/state/0', 'must not contain a lone surrogate')],
  ['a lone surrogate in a key', { '\udc00': 1 }, issue('/state/\udc00', 'must not contain a lone surrogate')],
  ['a redacted value', { a: { $redacted: 'x' } }, issue('/state/a/$redacted', /written by the store alone/)],
  [
    '65 arrays and objects in one another',
    nested(65),
    issue('/state' + '/0/a'.repeat(32), 'is nested more than 64 deep'),
  ],
  ['100,000 of them', nested(100_000), issue('/state' + '/a/0'.repeat(32), 'is nested more than 64 deep')],
  ['too many values', Array(20_000).fill(0), issue('/state', 'must have at most 20000 values in all')],
  ['too many bytes', 'x'.repeat(262_143), issue('/state', 'must be at most 262144 bytes of JSON text')],
])('%s is refused', (_name, value, expected) => {
  expect(checkValue(value, '/state', limits)).toStrictEqual(expected)
})

it('takes what is just within the limits', () => {
  for (const value of [nested(64), Array(19_999).fill(0), 'x'.repeat(262_142), 2 ** 53 - 1, 1.5e300 / 1e290, '😀']) {
    expect(isRight(checkValue(value, '', limits))).toBe(true)
  }
})

it('refuses a value that contains itself', () => {
  const value: { self?: unknown } = {}
  value.self = value
  expect(isRight(checkValue(value, '', limits))).toBe(false)
})

it('refuses one value that is everywhere, however many values it would be', () => {
  let value: unknown = 1
  for (let level = 0; level < 60; level++) value = [value, value, value]
  expect(checkValue(value, '', limits)).toStrictEqual(issue('', 'must have at most 20000 values in all'))
})

it('allows U+0000 and `$redacted` as it is told', () => {
  const strict: ValueLimits = { ...limits, allowNul: false }
  expect(checkValue({ 'a\0': 'b\0' }, '', strict)).toStrictEqual(
    left([
      { field: '/a\0', message: 'must not contain U+0000' },
      { field: '/a\0', message: 'must not contain U+0000' },
    ]),
  )
  expect(isRight(checkValue({ 'a\0': 'b\0' }, '', limits))).toBe(true)
  expect(isRight(checkValue({ $redacted: 'x' }, '', { ...limits, refuseRedacted: false }))).toBe(true)
})

it('reports every issue, 100 at most', () => {
  const value = { a: NaN, b: [undefined, 1, 2n] }
  const checked = checkValue(value, '/data', limits)
  expect(isRight(checked) ? [] : checked.left.map(({ field }) => field)).toEqual(['/data/a', '/data/b/0', '/data/b/2'])
  const many = checkValue(Array(500).fill(NaN), '', limits)
  expect(isRight(many) ? 0 : many.left.length).toBe(100)
})

test('bytes are those of the JSON text in UTF-8', () => {
  fc.assert(
    fc.property(fc.oneof(anyJson, fc.string({ unit: 'binary' })), (value) => {
      const bytes = Buffer.byteLength(JSON.stringify(value))
      return (
        isRight(checkValue(value, '', { ...limits, maxBytes: bytes })) &&
        !isRight(checkValue(value, '', { ...limits, maxBytes: bytes - 1 }))
      )
    }),
    { numRuns: 1_000 },
  )
})
