import { Counter } from 'prom-client'
import type { Registry } from 'prom-client'
import type { WireMetrics } from '../../ports/metrics.js'

/** What comes in EventStoreDB's protocol. What of it is made durable is among the log's counts too. */
export const createWireCounts = (registers: Registry[]): WireMetrics => {
  const counter = (name: string, help: string) => new Counter({ name, help, registers })
  const appends = counter('annals_eventstoredb_appends_total', 'Appends of EventStoreDB clients that were stored.')
  const events = counter('annals_eventstoredb_events_total', 'Events in the appends of EventStoreDB clients.')
  const refusals = new Counter({
    name: 'annals_eventstoredb_refusals_total',
    help: 'Appends, deletions and tombstones of EventStoreDB clients that were refused, by reason.',
    labelNames: ['reason'],
    registers,
  })
  for (const reason of ['access-denied', 'wrong-expected-version']) refusals.inc({ reason }, 0)
  return {
    wireAppended: (count) => {
      appends.inc()
      events.inc(count)
    },
    wireRefused: (reason) => refusals.inc({ reason }),
  }
}
