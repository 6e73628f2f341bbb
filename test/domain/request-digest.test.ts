import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { equalJson } from '../../src/domain/equal.js'
import type { Json } from '../../src/domain/json.js'
import { digestText } from '../../src/domain/request-digest.js'
import { eventInput } from './event-arbitraries.js'

it('does not depend on the order of keys', () => {
  const one = { verb: 'a', subject: { type: 't', id: 'i' }, data: { b: [1, { d: 1, c: 2 }], a: null } }
  const other = { data: { a: null, b: [1, { c: 2, d: 1 }] }, subject: { id: 'i', type: 't' }, verb: 'a' }
  expect(digestText(one)).toBe(digestText(other))
  expect(digestText(one)).toBe('{"data":{"a":null,"b":[1,{"c":2,"d":1}]},"subject":{"id":"i","type":"t"},"verb":"a"}')
})

it('is the same for the same request alone', () => {
  fc.assert(
    fc.property(eventInput, eventInput, (one, other) => {
      const copy = JSON.parse(JSON.stringify(one)) as object
      expect(digestText(copy)).toBe(digestText(one))
      const same = equalJson(one as unknown as Json, other as unknown as Json)
      expect(digestText(one) === digestText(other)).toBe(same)
    }),
  )
})
