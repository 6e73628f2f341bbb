import * as E from 'fp-ts/lib/Either.js'
import { expect, it } from 'vitest'
import { occurredAtOf } from '../../../src/domain/decide/occurred-at.js'
import { formatTime } from '../../../src/domain/time.js'
import { now } from '../event-arbitraries.js'

it('is the time that is given, in UTC ms, or else now', () => {
  expect(occurredAtOf('2026-11-23T04:14:00.1239+01:00', now)).toEqual(E.right(Date.UTC(2026, 10, 23, 3, 14, 0, 123)))
  expect(occurredAtOf(undefined, now)).toEqual(E.right(now))
})

it('may be long ago, and five minutes ahead, but no more', () => {
  const at = (ms: number) => occurredAtOf(formatTime(ms), now)
  expect(at(-62_000_000_000_000)).toEqual(E.right(-62_000_000_000_000))
  expect(at(now + 300_000)).toEqual(E.right(now + 300_000))
  const message = "must be at most 5 minutes ahead of the server's clock"
  expect(at(now + 300_001)).toEqual(E.left({ _tag: 'InvalidInput', issues: [{ field: '/occurredAt', message }] }))
})
