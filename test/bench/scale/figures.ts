import { quantile } from '../measure.js'

/** ms, rounded for people. */
export const seconds = (ms: number): number => Math.round(ms / 100) / 10

/** Of answer times in ms; what ran into the timeout counts with the timeout. */
export interface Times {
  readonly questions: number
  readonly timeouts: number
  readonly p50: number
  readonly p95: number
  readonly p99: number
  readonly worst: number
}

export const timesOf = (answers: readonly { readonly ms: number; readonly timedOut: boolean }[]): Times => {
  const all = answers.map(({ ms }) => ms)
  const at = (q: number): number => Math.round(quantile(all, q) * 1_000) / 1_000
  return {
    questions: all.length,
    timeouts: answers.filter(({ timedOut }) => timedOut).length,
    p50: at(0.5),
    p95: at(0.95),
    p99: at(0.99),
    worst: at(1),
  }
}
