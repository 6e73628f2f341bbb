import type { AnnalsError, ErrorTag } from '../domain/errors.js'

export type WriteOperation = 'emit' | 'emitMany' | 'recordState' | 'restore' | 'setCaptureRules'

/** A request that was refused: nothing of what it said, so that nothing personal is kept. */
export interface Refusal {
  readonly at: string
  readonly operation: WriteOperation
  readonly reason: ErrorTag
  /** The first part of each field that was wrong, where that is one of the format's own; at most 8. */
  readonly fields: readonly string[]
}

export interface MinuteOfWrites {
  /** Its beginning. */
  readonly at: string
  readonly stored: number
  readonly duplicates: number
  readonly unchanged: number
  /** Left out by the rules for capture. */
  readonly notCaptured: number
  readonly refused: number
}

export type Outcome = 'stored' | 'duplicates' | 'unchanged' | 'notCaptured' | 'refused'

/** What each tenant wrote of late; bounded, and forgotten when the store is closed. */
export interface RecentWrites {
  readonly wrote: (tenant: string, outcome: Exclude<Outcome, 'refused'>) => void
  readonly refused: (tenant: string, operation: WriteOperation, error: AnnalsError) => void
  readonly of: (tenant: string) => {
    readonly minutes: readonly MinuteOfWrites[]
    readonly refusals: readonly Refusal[]
  }
}
