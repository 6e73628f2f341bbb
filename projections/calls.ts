import { defineProjection } from '../src/domain/projection.js'
import type { RowOperation } from '../src/domain/projection.js'

/**
 * The bounds of the histogram of durations, in ms: a row counts the calls that took at most its bound and longer than the one
 * before. The last one has no bound; its row says 2^53 - 1.
 */
export const durationBoundsMs: readonly number[] = [
  1,
  2,
  5,
  10,
  25,
  50,
  100,
  250,
  500,
  1_000,
  2_500,
  5_000,
  10_000,
  30_000,
  60_000,
  Number.MAX_SAFE_INTEGER,
]

/** A calls projection's day has its durations in parts of a quarter of a doubling: the bounds in ms, from 1 ms to 30 days, and one without bound. */
export const dayBoundsMs: readonly number[] = [
  ...new Set(Array.from({ length: 126 }, (_, quarter) => Math.ceil(2 ** (quarter / 4)))),
  Number.MAX_SAFE_INTEGER,
]

/** Calls served (`in`) and made (`out`) by service and operation: how many, how many failed, and how long those took that say so; altogether, and by the day (UTC) on which they began. */
export default defineProjection({
  name: 'calls',
  version: 2,
  tables: {
    calls: {
      columns: { direction: 'text', service: 'text', operation: 'text', count: 'integer', errors: 'integer' },
      key: ['direction', 'service', 'operation'],
    },
    durations: {
      columns: { direction: 'text', service: 'text', operation: 'text', atMostMs: 'integer', count: 'integer' },
      key: ['direction', 'service', 'operation', 'atMostMs'],
    },
    days: {
      columns: {
        day: 'text',
        direction: 'text',
        service: 'text',
        operation: 'text',
        count: 'integer',
        errors: 'integer',
        lastVerb: 'text',
      },
      key: ['day', 'direction', 'service', 'operation'],
    },
    dayDurations: {
      columns: {
        day: 'text',
        direction: 'text',
        service: 'text',
        operation: 'text',
        atMostMs: 'integer',
        count: 'integer',
      },
      key: ['day', 'direction', 'service', 'operation', 'atMostMs'],
    },
  },
  apply: (event) => {
    if (event.call === undefined) return []
    const { direction, service, operation, durationMs } = event.call
    const errors = event.outcome.status === 'failure' ? 1 : 0
    const key = { direction, service, operation }
    const day = event.occurredAt.slice(0, 10)
    const operations: RowOperation[] = [
      { op: 'upsert', table: 'calls', key, add: { count: 1, errors } },
      { op: 'upsert', table: 'days', key: { day, ...key }, set: { lastVerb: event.verb }, add: { count: 1, errors } },
    ]
    if (durationMs !== undefined) {
      const atMostMs = boundOf(durationBoundsMs, durationMs)
      const ofDay = { day, ...key, atMostMs: boundOf(dayBoundsMs, durationMs) }
      operations.push({ op: 'upsert', table: 'durations', key: { ...key, atMostMs }, add: { count: 1 } })
      operations.push({ op: 'upsert', table: 'dayDurations', key: ofDay, add: { count: 1 } })
    }
    return operations
  },
})

const boundOf = (bounds: readonly number[], durationMs: number): number =>
  bounds.find((bound) => durationMs <= bound) ?? Number.MAX_SAFE_INTEGER
