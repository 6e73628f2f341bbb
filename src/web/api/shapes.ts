/** What the API answers, as docs/http-api.md has it: only what the dashboard reads. */
import type { StoredEvent, Subject } from '../../domain/event.js'
import type { Json } from '../../domain/json.js'

export type { StoredEvent, Subject, Json }

export interface Page<A> {
  readonly items: readonly A[]
  readonly next: string | null
}

export interface SubjectState {
  readonly subject: Subject
  readonly version: number
  readonly state: Json
  readonly deleted: boolean
  readonly occurredAt: string
  readonly recordedAt: string
}
