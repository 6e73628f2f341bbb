/** What `/v1/projections` and `/v1/status` answer, as docs/http-api.md has it. */
export interface ProjectionStatus {
  readonly name: string
  readonly version: number
  readonly state: 'live' | 'catching-up' | 'rebuilding' | 'failed'
  readonly position: string
  readonly lag: number
  readonly undecodable: number
  readonly lastUndecodable?: { readonly position: string; readonly stream: string; readonly reason: string }
  readonly error?: string
  readonly rebuild?: { readonly position: string; readonly target: string; readonly fraction: number }
  readonly lastRebuild?: {
    readonly finishedAt: string
    readonly rows: number
    readonly differences: number
    readonly durationMs: number
  }
}

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
