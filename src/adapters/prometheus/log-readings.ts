import { Gauge } from 'prom-client'
import type { Registry } from 'prom-client'
import type { Reading } from './reading.js'

export const createLogReadings = (registers: Registry[]): Reading => {
  const gauge = (name: string, help: string) => new Gauge({ name, help, registers })
  const position = gauge('annals_log_position', 'Position of the last durable event; -1 when there is none.')
  const ready = gauge('annals_log_ready', 'Whether the log takes appends: 1 or 0.')
  const events = gauge('annals_queue_events', 'Events that wait for the disk.')
  const bytes = gauge('annals_queue_bytes', 'Bytes of the events that wait for the disk.')
  return {
    source: 'log',
    read: ({ log }) => {
      const reading = log()
      position.set(reading.position)
      ready.set(reading.ready ? 1 : 0)
      events.set(reading.queuedEvents)
      bytes.set(reading.queuedBytes)
    },
    clear: () => {
      for (const each of [position, ready, events, bytes]) each.remove()
    },
  }
}
