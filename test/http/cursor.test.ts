import * as E from 'fp-ts/lib/Either.js'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cursorScope, encodeCursor, feedPlace, opaquePlace } from '../../src/http/cursor.js'

const parameters = (pairs: Record<string, string[]>) => new Map(Object.entries(pairs))
const scope = cursorScope('log-1', 'activity', ['default'], parameters({ verb: ['a'], limit: ['5'] }))

describe('a cursor', () => {
  test('gives back the place it was made of', () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), fc.maxSafeNat(), fc.string(), (occurredAt, position, text) => {
        const place = { occurredAt, position }
        expect(feedPlace(scope)(encodeCursor(scope, place))).toEqual(E.right(place))
        expect(opaquePlace(scope)(encodeCursor(scope, text))).toEqual(E.right(text))
      }),
    )
  })

  test('goes on with another limit, after or tenant spelled out', () => {
    const other = cursorScope(
      'log-1',
      'activity',
      ['default'],
      parameters({ tenant: ['default'], after: ['9'], verb: ['a'] }),
    )
    expect(other).toEqual(scope)
  })

  test.each([
    [
      'another log',
      cursorScope('log-2', 'activity', ['default'], parameters({ verb: ['a'] })),
      'is a cursor of another log',
    ],
    ['another kind', cursorScope('log-1', 'transaction', ['default'], parameters({ verb: ['a'] })), 'of another list'],
    ['another filter', cursorScope('log-1', 'activity', ['default'], parameters({ verb: ['b'] })), 'of another list'],
    [
      'another order',
      cursorScope('log-1', 'activity', ['default'], parameters({ verb: ['a'], order: ['asc'] })),
      'of another list',
    ],
    ['another tenant', cursorScope('log-1', 'activity', ['acme'], parameters({ verb: ['a'] })), 'of another list'],
  ])('of %s is refused', (_name, other, message) => {
    const decoded = feedPlace(scope)(encodeCursor(other, { occurredAt: 1, position: 2 }))
    expect(E.isLeft(decoded) && decoded.left).toContain(message)
  })

  test('that is none is refused', () => {
    const forged = (p: unknown) =>
      Buffer.from(JSON.stringify({ l: 'log-1', k: 'activity', f: scope.list, p })).toString('base64url')
    const texts = [
      '',
      'x',
      '!',
      'bnVsbA',
      'W10',
      encodeCursor(scope, 'text'),
      ...[[1], [1, -1], [1, 2, 3], ['1', 2], null, {}].map(forged),
    ]
    for (const text of texts) expect(E.isLeft(feedPlace(scope)(text))).toBe(true)
    expect(E.isLeft(opaquePlace(scope)(encodeCursor(scope, { occurredAt: 1, position: 2 })))).toBe(true)
  })

  test('never throws, whatever is sent', () => {
    fc.assert(fc.property(fc.oneof(fc.string(), fc.base64String()), (text) => E.isLeft(feedPlace(scope)(text))))
  })
})
