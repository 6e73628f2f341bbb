import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, test } from 'vitest'
import { isUnmodified, versionMatch } from '../../src/http/version-match.js'

describe('conditions of a write', () => {
  test.each([
    [{}, undefined],
    [{ 'if-match': '"7"' }, { _tag: 'IfMatch', version: 7 }],
    [{ 'if-none-match': '*' }, { _tag: 'IfNoneMatch' }],
    // Tags that were never made here match nothing: no subject has this version.
    [{ 'if-match': '"seven"' }, { _tag: 'IfMatch', version: Number.MAX_SAFE_INTEGER }],
    [{ 'if-match': 'W/"7"' }, { _tag: 'IfMatch', version: Number.MAX_SAFE_INTEGER }],
  ])('%j', (headers, expected) => {
    expect(versionMatch(headers)).toEqual(E.right(expected))
  })

  test.each([
    [{ 'if-match': '*' }],
    [{ 'if-match': '7' }],
    [{ 'if-match': '"7", "8"' }],
    [{ 'if-none-match': '"7"' }],
    [{ 'if-match': '"7"', 'if-none-match': '*' }],
  ])('%j is refused rather than passed over', (headers) => {
    expect(E.isLeft(versionMatch(headers))).toBe(true)
  })
})

test.each([
  [undefined, false],
  ['"7"', true],
  ['W/"7"', true],
  ['"6", "7"', true],
  ['*', true],
  ['"77"', false],
  ['7', false],
])('If-None-Match: %s of a read', (header, expected) => {
  expect(isUnmodified(header === undefined ? {} : { 'if-none-match': header }, '"7"')).toBe(expected)
})
