import { Counter, Gauge } from 'prom-client'
import type { Registry } from 'prom-client'
import type { StreamMetrics } from '../../ports/metrics.js'

/** Answers that last: the live feed and exports. */
export const createStreams = (registers: Registry[]): StreamMetrics => {
  const clients = new Gauge({ name: 'annals_live_clients', help: 'Clients of the live feed.', registers })
  const slow = new Counter({
    name: 'annals_live_slow_clients_total',
    help: 'Clients of the live feed that were cut off, since they did not take what was stored.',
    registers,
  })
  const exports = new Gauge({ name: 'annals_exports_running', help: 'Exports that are being sent.', registers })
  return {
    liveBegun: () => clients.inc(),
    liveEnded: (wasSlow) => {
      clients.dec()
      if (wasSlow) slow.inc()
    },
    exportBegun: () => exports.inc(),
    exportEnded: () => exports.dec(),
  }
}
