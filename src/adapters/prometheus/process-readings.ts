import { Counter, Gauge } from 'prom-client'
import type { Registry } from 'prom-client'
import type { Reading } from './reading.js'

export const createProcessReadings = (registers: Registry[]): Reading => {
  const gauge = (name: string, help: string) => new Gauge({ name, help, registers })
  const counter = (name: string, help: string) => new Counter({ name, help, registers })
  const resident = gauge('annals_process_resident_memory_bytes', 'Memory of the process, all its threads included.')
  const heapUsed = gauge('annals_process_heap_used_bytes', 'JavaScript heap of the main thread that is in use.')
  const heapTotal = gauge('annals_process_heap_size_bytes', 'JavaScript heap of the main thread.')
  const external = gauge(
    'annals_process_external_memory_bytes',
    'What objects hold outside the heap, buffers included.',
  )
  const startedAt = gauge('annals_process_start_time_seconds', 'When the process began, since the Unix epoch.')
  const cpu = counter('annals_process_cpu_seconds_total', 'CPU time of the process, all its threads included.')
  const active = counter(
    'annals_event_loop_active_seconds_total',
    'Time that the event loop of the main thread was at work.',
  )
  return {
    source: 'process',
    read: (sources) => {
      const reading = sources.process()
      resident.set(reading.residentBytes)
      heapUsed.set(reading.heapUsedBytes)
      heapTotal.set(reading.heapTotalBytes)
      external.set(reading.externalBytes)
      startedAt.set(reading.startedAtSeconds)
      setCounter(cpu, reading.cpuSeconds)
      setCounter(active, reading.eventLoopActiveSeconds)
    },
    clear: () => {
      for (const each of [resident, heapUsed, heapTotal, external, startedAt, cpu, active]) each.remove()
    },
  }
}

/** Of what counts itself elsewhere. */
const setCounter = (counter: Counter, value: number): void => {
  counter.reset()
  counter.inc(value)
}
