import type { EventInput } from '../../domain/event.js'
import type { State } from '../../domain/json.js'
import type { Clock } from '../../ports/clock.js'
import type { Letter, RefusedLetter } from '../../ports/spool.js'
import type { ClientError } from '../client-failure.js'

type WithId = EventInput & { readonly id: string }

/** An event that nobody waits for at the store: a change that does not fit there is kept as an activity, unless its sender wants it refused. */
export const letterOf = (event: WithId): Letter => ({ id: event.id, event: keptText(event), instead: [] })

/** A patch: only what changed is sent; all that there was before follows where the store has no state of the subject. */
export const patchLetter = (event: WithId, before: State): Letter =>
  changeLetter(event, [keptText({ ...event, before })])

/** A deletion: what there was is told first where the store never heard of the subject, and only then. */
export const deletionLetter = (event: WithId, observed: WithId): Letter =>
  changeLetter(event, [keptText({ ...observed, expectedVersion: -1 }), keptText(event)])

/** Put together as text: the event is not copied for one more key. */
const keptText = (event: WithId): string => {
  const text = JSON.stringify(event)
  return event.change === undefined || event.onMismatch !== undefined
    ? text
    : `${text.slice(0, -1)},"onMismatch":"keep"}`
}

/** First as it is, so that the store says whether it fits. */
const changeLetter = ({ onMismatch: _, ...event }: WithId, instead: readonly string[]): Letter => ({
  id: event.id,
  event: JSON.stringify(event),
  instead,
})

/** A letter that the store does not take, with what it said. */
export const refusedLetter = ({ id, event }: Letter, error: ClientError, clock: Clock): RefusedLetter => ({
  id,
  refusedAt: new Date(clock.now()).toISOString(),
  error,
  event: JSON.parse(event) as unknown,
})
