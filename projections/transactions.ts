import { defineProjection } from '../src/domain/projection.js'

/** The end of the year 9999: a duration that another program wrote may be of any size. */
const lastMs = 253_402_300_799_999

/**
 * One row a transaction: when its first event occurred and when its last one ended (a call ends its duration after `occurredAt`), in ms since
 * the epoch; how many events it has, how many of them are changes, and how many failed.
 */
export default defineProjection({
  name: 'transactions',
  version: 1,
  tables: {
    transactions: {
      columns: {
        transactionId: 'text',
        startedAt: 'integer',
        endedAt: 'integer',
        events: 'integer',
        changes: 'integer',
        failures: 'integer',
      },
      key: ['transactionId'],
    },
  },
  apply: (event) => {
    if (event.transactionId === undefined) return []
    const startedAt = Date.parse(event.occurredAt)
    return [
      {
        op: 'upsert',
        table: 'transactions',
        key: { transactionId: event.transactionId },
        min: { startedAt },
        max: { endedAt: Math.min(startedAt + Math.max(0, Math.ceil(event.call?.durationMs ?? 0)), lastMs) },
        add: {
          events: 1,
          changes: event.kind === 'change' ? 1 : 0,
          failures: event.outcome.status === 'failure' ? 1 : 0,
        },
      },
    ]
  },
})
