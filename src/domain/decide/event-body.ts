import type { Call, Change, EventBody, EventDetails, Outcome, Party, Subject } from '../event.js'
import { formatTime } from '../time.js'

export interface BodyParts {
  readonly id: string
  readonly subject: Subject
  readonly verb: string
  readonly tenant: string
  /** ms since the epoch. */
  readonly occurredAt: number
  readonly change?: Change | undefined
  readonly applied?: false
  readonly restoredFrom?: { readonly version: number }
}

type Told = EventDetails & { readonly actor: Party; readonly outcome?: Outcome; readonly call?: Call }

type Writable<A> = { -readonly [K in keyof A]: A[K] }

const success: Outcome = { status: 'success' }

/** The event to store, of what its emitter told and what was decided. Key by key, so that all events have them in one order. */
export const eventBody = (told: Told, parts: BodyParts): EventBody => {
  const body: Writable<EventBody> = {
    id: parts.id,
    subject: parts.subject,
    verb: parts.verb,
    actor: told.actor,
    tenant: parts.tenant,
    occurredAt: formatTime(parts.occurredAt),
    outcome: told.outcome ?? success,
  }
  if (told.channel !== undefined) body.channel = told.channel
  if (told.org !== undefined) body.org = told.org
  if (told.onBehalfOf !== undefined) body.onBehalfOf = told.onBehalfOf
  if (told.affects !== undefined) body.affects = told.affects
  if (told.transactionId !== undefined) body.transactionId = told.transactionId
  if (told.causationId !== undefined) body.causationId = told.causationId
  if (told.reason !== undefined) body.reason = told.reason
  if (told.context !== undefined) body.context = told.context
  if (parts.change !== undefined) body.change = parts.change
  if (told.call !== undefined) body.call = told.call
  if (told.data !== undefined) body.data = told.data
  if (parts.applied !== undefined) body.applied = parts.applied
  if (parts.restoredFrom !== undefined) body.restoredFrom = parts.restoredFrom
  return body
}
