import { isRight, left, right } from 'fp-ts/lib/Either.js'
import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { changedPaths } from '../../src/domain/changes.js'
import { checkDelta } from '../../src/domain/delta-shape.js'
import type { Delta } from '../../src/domain/delta.js'
import type { Json } from '../../src/domain/json.js'
import { patch, unpatch } from '../../src/domain/patch.js'
import { anyJson, anyState } from './arbitrary-json.js'

const parse = (text: string): Json => JSON.parse(text) as Json

it.each([
  ['[1,2]'],
  ['{"a":[1]}'],
  ['{"a":[1,0,0],"b":{"c":[1,2]},"__proto__":[1]}'],
  ['{"_t":"a","0":[1],"_0":[2,0,0],"_3":["",2,3],"2":{"n":[1,2]},"5":[1,2]}'],
  ['{"0":[1],"_0":[1],"01":[1]}'],
])('%s is a delta', (text) => {
  expect(checkDelta(parse(text), '/change/delta')).toStrictEqual(right(parse(text)))
})

describe('what is not a delta is refused with its place', () => {
  it.each([
    ['null', '', /^must be a delta/],
    ['3', '', /^must be a delta/],
    ['[]', '', /^must be `\[new\]`/],
    ['[{"a":1}]', '', /adds or removes the whole state/],
    ['[{"a":1},0,0]', '', /adds or removes the whole state/],
    ['["@@",0,2]', '', /text diff/],
    ['{}', '', /changes nothing/],
    ['{"_t":"a"}', '', /changes nothing/],
    ['{"a":{}}', '/a', /changes nothing/],
    ['{"a":1}', '/a', /^must be a delta/],
    ['{"a":[]}', '/a', /^must be `\[new\]`/],
    ['{"a":[1,2,4]}', '/a', /^must be `\[new\]`/],
    ['{"a":[1,0,0,0]}', '/a', /^must be `\[new\]`/],
    ['{"a":["@@ -1 +1 @@",0,2]}', '/a', /^is a text diff, which is not supported/],
    ['{"a":["",1,3]}', '/a', /^is a move/],
    ['{"_t":"b","0":[1]}', '/_t', /must be 'a'/],
    ['{"_t":["x","y"]}', '/_t', /must be 'a'/],
    ['{"_t":"a","x":[1]}', '/x', /^must be an index/],
    ['{"_t":"a","01":[1]}', '/01', /^must be an index/],
    ['{"_t":"a","-1":[1]}', '/-1', /^must be an index/],
    ['{"_t":"a","1e3":[1]}', '/1e3', /^must be an index/],
    ['{"_t":"a","_":[1,0,0]}', '/_', /^must be an index/],
    ['{"_t":"a","__proto__":[1,0,0]}', '/__proto__', /^must be an index/],
    ['{"_t":"a","99999999999999999999":[1]}', '/99999999999999999999', /^must be an index/],
    ['{"_t":"a","0":[1,0,0]}', '/0', /stands at the old index: `_0`/],
    ['{"_t":"a","0":["",1,3]}', '/0', /^is a move/],
    ['{"_t":"a","_0":[1]}', '/_0', /^must be a removal/],
    ['{"_t":"a","_0":{"a":[1]}}', '/_0', /^must be a removal/],
    ['{"_t":"a","_0":["x",1,3]}', '/_0', /^must be a removal/],
    ['{"_t":"a","_0":["",-1,3]}', '/_0', /^must be a removal/],
    ['{"_t":"a","_0":["",1.5,3]}', '/_0', /^must be a removal/],
    ['{"_t":"a","_0":["","1",3]}', '/_0', /^must be a removal/],
    ['{"_t":"a","_0":["",5,3],"_1":["",5,3]}', '/_1', /second item at index 5/],
    ['{"_t":"a","5":[1],"_1":["",5,3]}', '/_1', /second item at index 5/],
    ['{"_t":"a","0":5}', '/0', /^must be a delta/],
  ])('%s', (text, field, message) => {
    expect(checkDelta(parse(text), '/change/delta')).toStrictEqual(
      left([{ field: `/change/delta${field}`, message: expect.stringMatching(message) as string }]),
    )
  })

  it('all of it at once', () => {
    const checked = checkDelta(parse('{"a":1,"b":{"_t":"a","x":[1],"_0":3},"c":[1]}'), '')
    expect(isRight(checked) ? [] : checked.left.map(({ field }) => field)).toEqual(['/a', '/b/x', '/b/_0'])
  })

  it('however deep', () => {
    let delta: Json = [1, 2]
    for (let depth = 0; depth < 100_000; depth++) delta = { a: delta }
    expect(checkDelta(delta, '')).toStrictEqual(
      left([{ field: '/a'.repeat(64), message: 'is nested more than 64 deep' }]),
    )
  })
})

test('whatever is sent as a delta, nothing throws; what is refused as a shape is refused by patch too', () => {
  const entry = fc.oneof(
    anyJson,
    fc.constantFrom<Json>(['', 0, 3], ['', 1, 3], [1, 0, 0], [1], [1, 2], ['x', 0, 2], ['', 4_294_967_295, 3]),
  )
  const arrayLike = fc
    .array(fc.tuple(fc.constantFrom('0', '1', '_0', '_1', '2', '_2', '99', '_99', '4294967295', 'x'), entry), {
      maxLength: 5,
    })
    .map((pairs): Json => Object.fromEntries([...pairs, ['_t', 'a']]))
  const hostile = fc.oneof(
    anyJson,
    arrayLike,
    arrayLike.map((delta): Json => ({ a: delta })),
  )
  const state = fc.oneof(anyState, fc.array(anyJson), fc.constantFrom<Json>([1, 2], [1], [], { a: [1, 2, 1] }))
  fc.assert(
    fc.property(state, hostile, (before, value) => {
      const isDelta = isRight(checkDelta(value, ''))
      const results = [patch(before, value as Delta), unpatch(before, value as Delta)]
      if (isDelta) changedPaths(value as Delta)
      return isDelta || !results.some((result) => isRight(result)) || changesNothing(value)
    }),
    { numRuns: 3_000 },
  )
})

/** A delta with a part that changes nothing is refused as input but does no harm. */
const changesNothing = (value: Json): boolean =>
  JSON.stringify(value).includes('{}') || JSON.stringify(value).includes('{"_t":"a"}')
