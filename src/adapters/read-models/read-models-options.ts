import type { Projection } from '../../domain/projection.js'
import type { OpenLogReader } from './instances.js'

export interface ReadModelsOptions {
  readonly dataDir: string
  /** `worker`: rows are written in a thread of their own. `in-thread`: for tests. */
  readonly thread: 'worker' | 'in-thread'
  /** How much of the feed index queries keep in memory. */
  readonly indexMaxBytes: number
  /** Reads that much into memory once it is open, rather than for the first queries. */
  readonly warmUp?: boolean
  readonly logId: string
  /** Where the log is, for the worker to open it; undefined for the one in the folder. It may hold a password. */
  readonly log?: string | undefined
  /** Registers a listener that is called when something was appended. @returns how to end that */
  readonly wakeSource: (listener: () => void) => () => void
  /** In-thread only: a reader of the log for each projector, which closes it. */
  readonly openLogReader: OpenLogReader
  /** In-thread only; the worker has its own. */
  readonly builtIn: readonly Projection[]
  /** The worker's module; it runs `runInstance` with what it finds in its `workerData`. */
  readonly workerModule: URL
  /** URLs of modules whose default export is a projection or an array of them. */
  readonly userProjections?: readonly string[]
  readonly onWarning: (warning: string) => void
}
