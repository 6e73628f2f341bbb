import * as E from 'fp-ts/lib/Either.js'
import { expect, test } from 'vitest'
import { patternOf, patternText } from '../../src/domain/pattern.js'
import { decodeFields } from '../../src/http/event-filter.js'
import { parseQuery } from '../../src/http/query-string.js'

const fields = (query: string) =>
  E.flatMap(decodeFields)(parseQuery(query) as E.Either<never, ReadonlyMap<string, readonly string[]>>)

test.each([
  ['post.created', { value: 'post.created', prefix: false }],
  ['post.*', { value: 'post.', prefix: true }],
  ['*', { value: '', prefix: true }],
  ['50\\*', { value: '50*', prefix: false }],
  ['a*b', { value: 'a*b', prefix: false }],
  ['a\\b', { value: 'a\\b', prefix: false }],
  ['\\\\*', { value: '\\*', prefix: false }],
])('%j as a pattern', (text, pattern) => {
  expect(patternOf(text)).toEqual(pattern)
  expect(patternText(pattern)).toBe(text)
})

test('values of a repeated parameter are alternatives, and ! leaves out', () => {
  expect(fields('verb=a&verb=b.*&verb!=b.c&channel!=bulk&path=')).toEqual(
    E.right({
      verb: {
        anyOf: [
          { value: 'a', prefix: false },
          { value: 'b.', prefix: true },
        ],
        noneOf: [{ value: 'b.c', prefix: false }],
      },
      channel: { noneOf: [{ value: 'bulk', prefix: false }] },
      path: { anyOf: [{ value: '', prefix: false }] },
    }),
  )
})

test('values outside a closed set and empty ones are refused by name', () => {
  expect(fields('outcome=ok&kind!=event&actorId=')).toEqual(
    E.left([
      { field: 'actorId', message: 'must not be empty' },
      { field: 'outcome', message: 'must be one of success, failure' },
      { field: 'kind!', message: 'must be one of change, activity' },
    ]),
  )
})
