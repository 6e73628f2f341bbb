import type { Restored } from '../../application/operations.js'
import type { EventInput, Subject } from '../../domain/event.js'
import type { State } from '../../domain/json.js'
import type { RecordStateInput, RestoreInput } from '../../domain/requests.js'
import type { Recorded } from '../annals-client.js'

type WithId<A> = A & { readonly id: string }
export type OutgoingEvent = WithId<EventInput>

/** An event that changes what there was before; `observed` tells that as an event of its own. */
export interface OutgoingChange {
  readonly event: OutgoingEvent
  readonly before: State
  readonly observed: () => OutgoingEvent
}

/** Writes that are copied, complete and checked, on their way. What they fail with is a ClientFailure. */
export interface Outgoing {
  readonly emit: (event: OutgoingEvent) => Promise<Recorded>
  readonly emitMany: (events: readonly OutgoingEvent[]) => Promise<readonly Recorded[]>
  readonly change: (change: OutgoingChange) => Promise<Recorded>
  readonly recordState: (subject: Subject, input: WithId<RecordStateInput>) => Promise<Recorded>
  readonly restore: (subject: Subject, input: WithId<RestoreInput>) => Promise<Restored>
}
