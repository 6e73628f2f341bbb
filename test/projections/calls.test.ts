import { expect, test } from 'vitest'
import calls, { durationBoundsMs } from '../../projections/calls.js'
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

test('bounds grow', () => {
  expect([...durationBoundsMs].sort((a, b) => a - b)).toEqual(durationBoundsMs)
})
