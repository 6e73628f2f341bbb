import * as E from 'fp-ts/lib/Either.js'
import { expect, test } from 'vitest'
import { parseQuery, queryOf } from '../../src/http/query-string.js'

const parsed = (query: string) =>
  E.map((parameters: ReadonlyMap<string, readonly string[]>) => [...parameters])(parseQuery(query))

test.each([
  ['', []],
  ['a=1', [['a', ['1']]]],
  [
    'a=1&a=2&b=3',
    [
      ['a', ['1', '2']],
      ['b', ['3']],
    ],
  ],
  ['verb!=post.*', [['verb!', ['post.*']]]],
  ['verb%21=x', [['verb!', ['x']]]],
  ['a=b=c', [['a', ['b=c']]]],
  ['a', [['a', ['']]]],
  ['&&a=1&', [['a', ['1']]]],
  ['q=a+b%2Bc', [['q', ['a b+c']]]],
  ['id=%C3%A9%2F', [['id', ['é/']]]],
  [
    '__proto__=x&constructor=y',
    [
      ['__proto__', ['x']],
      ['constructor', ['y']],
    ],
  ],
])('%j', (query, expected) => {
  expect(parsed(query)).toEqual(E.right(expected))
})

test('a value that is not percent-encoded UTF-8 is refused by its name', () => {
  for (const query of ['a=1&b=%', 'b=%zz', 'b=%C3']) {
    expect(parsed(query)).toEqual(
      E.left({ _tag: 'InvalidInput', issues: [{ field: 'b', message: 'is not percent-encoded UTF-8' }] }),
    )
  }
})

test('the query is all behind the first question mark', () => {
  expect(queryOf('/v1/stats?a=?b')).toBe('a=?b')
  expect(queryOf('/v1/stats')).toBe('')
})
