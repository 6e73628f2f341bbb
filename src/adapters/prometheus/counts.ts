import { Counter, Histogram } from 'prom-client'
import type { Registry } from 'prom-client'
import { captureFields } from '../../domain/capture-rules.js'
import type { ErrorTag } from '../../domain/errors.js'
import { kebabCase } from '../../domain/kebab-case.js'
import type { CommitMetrics, WriteMetrics } from '../../ports/metrics.js'

/** What the store counts as it writes. */
export const createCounts = (registers: Registry[]): CommitMetrics & WriteMetrics => {
  const counter = (name: string, help: string) => new Counter({ name, help, registers })
  const appends = counter('annals_appends_total', 'Appends that the log made durable.')
  const events = counter('annals_events_stored_total', 'Events that the log made durable.')
  const duplicates = counter('annals_duplicates_total', 'Events answered with the receipt of an earlier request.')
  const unchanged = counter(
    'annals_unchanged_total',
    'Requests that left the state as it was, so that no event was stored.',
  )
  const failures = counter('annals_commit_failures_total', 'Transactions of the log writer that failed.')
  const refusals = new Counter({
    name: 'annals_refusals_total',
    help: 'Requests to store something that were refused, by reason; an array is one request.',
    labelNames: ['reason'],
    registers,
  })
  const leftOut = new Counter({
    name: 'annals_not_captured_total',
    help: 'Events that the rules for capture left out, by the list of the rules that did.',
    labelNames: ['rule'],
    registers,
  })
  for (const field of captureFields)
    for (const list of ['include', 'exclude']) leftOut.inc({ rule: `${field}.${list}` }, 0)
  const commitSeconds = new Histogram({
    name: 'annals_commit_duration_seconds',
    help: 'How long a transaction of the log writer took until it was durable.',
    buckets: [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5],
    registers,
  })
  const commitEvents = new Histogram({
    name: 'annals_commit_events',
    help: 'Events that one transaction of the log writer made durable.',
    buckets: [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024],
    registers,
  })
  // Known ones begin at 0, so that their first increase is one.
  for (const tag of frequentReasons) refusals.inc({ reason: kebabCase(tag) }, 0)
  return {
    committed: (commit) => {
      if (commit.failed) {
        failures.inc()
        return
      }
      appends.inc(commit.appends)
      events.inc(commit.events)
      commitSeconds.observe(commit.durationMs / 1_000)
      commitEvents.observe(commit.events)
    },
    duplicates: (count) => duplicates.inc(count),
    unchanged: (count) => unchanged.inc(count),
    notCaptured: ({ field, list }) => leftOut.inc({ rule: `${field}.${list}` }),
    refused: (reason) => refusals.inc({ reason: kebabCase(reason) }),
  }
}

const frequentReasons: readonly ErrorTag[] = [
  'InvalidInput',
  'PayloadTooLarge',
  'Forbidden',
  'IdConflict',
  'VersionConflict',
  'PreconditionFailed',
  'DeltaMismatch',
  'NoState',
  'NoStateToPatch',
  'Unavailable',
  'Overloaded',
  'Corrupt',
]
