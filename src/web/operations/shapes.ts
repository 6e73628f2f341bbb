/** What `/v1/status` answers, as docs/http-api.md has it. */

export interface MinuteOfWrites {
  readonly at: string
  readonly stored: number
  readonly duplicates: number
  readonly unchanged: number
  readonly notCaptured: number
  readonly refused: number
}

export interface Refusal {
  readonly at: string
  readonly operation: string
  readonly reason: string
  readonly fields: readonly string[]
}

export interface StoreStatus {
  readonly log: {
    readonly position: number
    readonly queuedEvents: number
    readonly queuedBytes: number
    readonly ready: boolean
  }
  readonly files: Readonly<Record<string, number>>
  readonly feedIndex?: { readonly segments: number; readonly rows: number; readonly bytes: number }
}

export interface Status {
  readonly engine: 'embedded' | 'eventstoredb'
  readonly startedAt: string
  readonly minutes: readonly MinuteOfWrites[]
  readonly refusals: readonly Refusal[]
  readonly store?: StoreStatus
}
