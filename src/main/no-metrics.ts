import type { Metrics } from '../ports/metrics.js'

const nothing = (): void => undefined

/** Counts nothing: for commands that are over before anybody could ask. */
export const noMetrics: Metrics = {
  committed: nothing,
  duplicates: nothing,
  unchanged: nothing,
  refused: nothing,
  notCaptured: nothing,
  requestBegun: nothing,
  requestEnded: nothing,
  liveBegun: nothing,
  liveEnded: nothing,
  exportBegun: nothing,
  exportEnded: nothing,
  wireAppended: nothing,
  wireRefused: nothing,
  contentType: 'text/plain; version=0.0.4; charset=utf-8',
  text: () => Promise.resolve(''),
  watch: () => nothing,
}
