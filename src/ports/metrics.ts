import type { CaptureRule } from '../domain/capture-rules.js'
import type { ErrorTag } from '../domain/errors.js'
import type { FeedIndexSize, ProjectionStatus } from './read-models.js'

/** What one transaction of the log's writer was, told once for all the appends that shared it. */
export interface CommitSample {
  /** Appends that it made durable; refused ones are not among them. */
  readonly appends: number
  /** Events that it made durable. */
  readonly events: number
  /** From its beginning until it was durable. */
  readonly durationMs: number
  /** Nothing was stored, since the transaction or the handle failed. */
  readonly failed: boolean
}

/** How the log's writer tells of its commits. */
export interface CommitMetrics {
  readonly committed: (commit: CommitSample) => void
}

/** How the use cases tell of what led to no event. */
export interface WriteMetrics {
  /** So many events were answered with the receipt of an earlier request. */
  readonly duplicates: (count: number) => void
  /** So many requests left the state as it was. */
  readonly unchanged: (count: number) => void
  readonly refused: (reason: ErrorTag) => void
  /** One event was left out by the rules for capture. */
  readonly notCaptured: (rule: Pick<CaptureRule, 'field' | 'list'>) => void
}

/** One request, by values that are bounded and tell of nobody. */
export interface RequestSample {
  readonly method: string
  /** The route's pattern, such as `/v1/events/:id`; never the path. */
  readonly route: string
  readonly statusClass: StatusClass
  readonly durationMs: number
  /** The name of the problem that was answered (`id-conflict`), where it was one. */
  readonly problem?: string | undefined
}

/** `aborted`: the client was gone before the answer was. */
export type StatusClass = '1xx' | '2xx' | '3xx' | '4xx' | '5xx' | 'aborted'

export interface RequestMetrics {
  readonly requestBegun: () => void
  readonly requestEnded: (request: RequestSample) => void
}

/** How HTTP tells of answers that last. */
export interface StreamMetrics {
  readonly liveBegun: () => void
  /** `slow`: the client was cut off, since it did not take what was stored. */
  readonly liveEnded: (slow: boolean) => void
  readonly exportBegun: () => void
  readonly exportEnded: () => void
}

/** How the endpoint for clients of EventStoreDB tells of their appends. */
export interface WireMetrics {
  readonly wireAppended: (events: number) => void
  /** `reason`: one of a handful of names, such as `access-denied`. */
  readonly wireRefused: (reason: string) => void
}

/** All that is counted, as Prometheus reads it. */
export interface MetricsText {
  readonly contentType: string
  readonly text: () => Promise<string>
}

export const dataFileKinds = [
  'log',
  'log_wal',
  'ids',
  'ids_wal',
  'read_models',
  'read_models_wal',
  'snapshots',
  'snapshots_wal',
  'answers',
  'answers_wal',
] as const
export type DataFileKind = (typeof dataFileKinds)[number]

export interface LogReading {
  /** Of the last durable event; -1 when there is none. */
  readonly position: number
  readonly queuedEvents: number
  readonly queuedBytes: number
  /** It takes appends. */
  readonly ready: boolean
}

export interface ProcessReading {
  readonly residentBytes: number
  /** Of the main thread. */
  readonly heapUsedBytes: number
  readonly heapTotalBytes: number
  /** What objects hold outside the heap, buffers included. */
  readonly externalBytes: number
  readonly cpuSeconds: number
  /** Time that the main thread's event loop was at work. */
  readonly eventLoopActiveSeconds: number
  /** Since the epoch. */
  readonly startedAtSeconds: number
}

/** What is not counted as it happens, but looked at whenever somebody asks. */
export interface MetricSources {
  readonly log: () => LogReading
  readonly projections: () => readonly ProjectionStatus[]
  /** When the first event behind a position was stored, in ms since the epoch; undefined where there is none, or it cannot be read. */
  readonly storedAfter: (position: number) => Promise<number | undefined>
  /** What the feed is answered from; undefined while it is not there. */
  readonly feedIndex: () => Promise<FeedIndexSize | undefined>
  /** In bytes. */
  readonly fileSizes: () => Promise<Readonly<Record<DataFileKind, number>>>
  readonly process: () => ProcessReading
  /** ms since the epoch. */
  readonly now: () => number
}

export interface Metrics extends CommitMetrics, WriteMetrics, RequestMetrics, StreamMetrics, WireMetrics, MetricsText {
  /** From now on the text has what these sources say, and the delay of this thread's event loop is measured. @returns how to end that */
  readonly watch: (sources: MetricSources) => () => void
}
