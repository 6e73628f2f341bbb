import { expect, test } from 'vitest'
import calls, { dayBoundsMs, durationBoundsMs } from '../../projections/calls.js'
import type { Call } from '../../src/domain/event.js'
import { rowsAfter } from '../support/projected-rows.js'

const call = (durationMs?: number): Call => ({
  direction: 'in',
  service: 'shop',
  operation: 'GET /cart',
  ...(durationMs === undefined ? {} : { durationMs }),
})

test('calls are counted by what was called, with those that failed', () => {
  const rows = rowsAfter(calls, [
    { call: call() },
    { call: call(), outcome: { status: 'failure' } },
    { call: { ...call(), direction: 'out' } },
    {},
  ])
  expect(rows['calls']).toEqual([
    { direction: 'in', service: 'shop', operation: 'GET /cart', count: 2, errors: 1 },
    { direction: 'out', service: 'shop', operation: 'GET /cart', count: 1, errors: 0 },
  ])
  expect(rows['durations']).toEqual([])
})

test('a duration is counted under the first bound that it does not exceed', () => {
  const durations = [0, 1, 1.001, 250, 251, 60_000, 60_001]
  const rows = rowsAfter(
    calls,
    durations.map((durationMs) => ({ call: call(durationMs) })),
  )
  expect(rows['durations']?.map(({ atMostMs, count }) => [atMostMs, count])).toEqual([
    [1, 2],
    [2, 1],
    [250, 1],
    [500, 1],
    [60_000, 1],
    [Number.MAX_SAFE_INTEGER, 1],
  ])
})

test('calls and durations are counted by the day of UTC on which they began', () => {
  const rows = rowsAfter(calls, [
    { occurredAt: '2026-03-01T23:59:59.999Z', verb: 'cart.read', call: call(5.5) },
    { occurredAt: '2026-03-02T00:00:00.000Z', verb: 'cart.read', call: call(6), outcome: { status: 'failure' } },
    { occurredAt: '2026-03-02T10:00:00.000Z', verb: 'cart.seen', call: call(31 * 86_400_000) },
    { occurredAt: '2026-03-02T11:00:00.000Z', verb: 'cart.seen', call: call() },
  ])
  const key = { direction: 'in', service: 'shop', operation: 'GET /cart' }
  expect(rows['days']).toEqual([
    { day: '2026-03-01', ...key, count: 1, errors: 0, lastVerb: 'cart.read' },
    { day: '2026-03-02', ...key, count: 3, errors: 1, lastVerb: 'cart.seen' },
  ])
  expect(rows['dayDurations']?.map(({ day, atMostMs, count }) => [day, atMostMs, count])).toEqual([
    ['2026-03-01', 6, 1],
    ['2026-03-02', 6, 1],
    ['2026-03-02', Number.MAX_SAFE_INTEGER, 1],
  ])
})

test('the bounds of a day are a fifth apart at most, from 5 ms on', () => {
  const bounded = dayBoundsMs.slice(0, -1)
  expect(bounded.at(-1)).toBeGreaterThan(29 * 86_400_000)
  for (const [n, bound] of bounded.entries()) {
    const before = bounded[n - 1] ?? 0
    expect(bound).toBeGreaterThan(before)
    if (bound >= 5) expect(before / bound).toBeGreaterThanOrEqual(0.8)
  }
})

test('bounds grow', () => {
  expect([...durationBoundsMs].sort((a, b) => a - b)).toEqual(durationBoundsMs)
})
