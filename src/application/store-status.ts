import type { DataFileKind, LogReading } from '../ports/metrics.js'
import type { FeedIndexSize } from '../ports/read-models.js'
import type { MinuteOfWrites, RecentWrites, Refusal } from './write-report.js'

/** Where the log lies. */
export type LogEngine = 'embedded' | 'eventstoredb'

export interface TenantStatus {
  readonly engine: LogEngine
  /** When the store was opened: nothing is known here of the time before. */
  readonly startedAt: string
  /** The last 60 minutes, the present one last. */
  readonly minutes: readonly MinuteOfWrites[]
  /** Newest first, the last 50. */
  readonly refusals: readonly Refusal[]
}

export interface StoreStatus {
  readonly log: LogReading
  /** In bytes. */
  readonly files: Readonly<Record<DataFileKind, number>>
  /** Absent while it is not there. */
  readonly feedIndex?: FeedIndexSize
}

export interface StatusPorts {
  readonly engine: LogEngine
  readonly startedAt: string
  readonly recent: RecentWrites
  readonly log: () => LogReading
  readonly fileSizes: () => Promise<Readonly<Record<DataFileKind, number>>>
  readonly feedIndex: () => Promise<FeedIndexSize | undefined>
}

export const storeStatus = ({ engine, startedAt, recent, log, fileSizes, feedIndex }: StatusPorts) => ({
  status: (tenant: string): TenantStatus => ({ engine, startedAt, ...recent.of(tenant) }),
  storeStatus: async (): Promise<StoreStatus> => {
    const [files, size] = await Promise.all([fileSizes(), feedIndex()])
    return { log: log(), files, ...(size === undefined ? {} : { feedIndex: size }) }
  },
})
