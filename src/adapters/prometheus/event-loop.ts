import { Histogram } from 'prom-client'
import type { Registry } from 'prom-client'

const everyMs = 20

/**
 * Measures by how much a timer of 20 ms is late on this thread, from each call until what it returned is called. A histogram of ours, not Node's `monitorEventLoopDelay`: that
 * one gives percentiles since it was last reset, which two scrapers would spoil for each other and which cannot be added up.
 */
export const createEventLoopDelay = (registers: Registry[]): (() => () => void) => {
  const delay = new Histogram({
    name: 'annals_event_loop_delay_seconds',
    help: 'By how much a timer of 20 ms on the thread that serves was late.',
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5],
    registers,
  })
  return () => {
    let last = performance.now()
    const timer = setInterval(() => {
      const now = performance.now()
      delay.observe(Math.max(0, now - last - everyMs) / 1_000)
      last = now
    }, everyMs)
    timer.unref()
    return () => clearInterval(timer)
  }
}
