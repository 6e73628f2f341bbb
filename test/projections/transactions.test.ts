import { expect, test } from 'vitest'
import transactions from '../../projections/transactions.js'
import { rowsAfter } from '../support/projected-rows.js'

test('a transaction lasts from its first event to the end of its last one', () => {
  const call = { direction: 'out', service: 'payments', operation: 'charge', durationMs: 842.4 } as const
  const rows = rowsAfter(transactions, [
    { transactionId: 't-1', occurredAt: '2026-03-01T10:00:01.000Z', change: { kind: 'state', state: 1 } },
    { transactionId: 't-1', occurredAt: '2026-03-01T10:00:02.000Z', call },
    { transactionId: 't-1', occurredAt: '2026-03-01T10:00:00.000Z', outcome: { status: 'failure' } },
    { transactionId: 't-2', occurredAt: '2026-03-01T10:00:00.000Z' },
    { transactionId: 't-3', occurredAt: '2026-03-01T10:00:00.000Z', call: { ...call, durationMs: 1e300 } },
    {},
  ])
  const at = Date.UTC(2026, 2, 1, 10)
  expect(rows['transactions']).toEqual([
    { transactionId: 't-1', startedAt: at, endedAt: at + 2_843, events: 3, changes: 1, failures: 1 },
    { transactionId: 't-2', startedAt: at, endedAt: at, events: 1, changes: 0, failures: 0 },
    { transactionId: 't-3', startedAt: at, endedAt: 253_402_300_799_999, events: 1, changes: 0, failures: 0 },
  ])
})
