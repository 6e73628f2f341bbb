import type { EventInput } from '../../domain/event.js'
import type { State } from '../../domain/json.js'
import type { Letter } from '../../ports/spool.js'

type WithId = EventInput & { readonly id: string }

/** An event that nobody waits for at the store: a change that does not fit there is kept as an activity, unless its sender wants it refused. */
export const letterOf = (event: WithId): Letter => ({ id: event.id, event: JSON.stringify(kept(event)), instead: [] })

const kept = (event: WithId): WithId =>
  event.change === undefined || event.onMismatch !== undefined ? event : { ...event, onMismatch: 'keep' }

/** A patch: only what changed is sent; all that there was before follows where the store has no state of the subject. */
export const patchLetter = (event: WithId, before: State): Letter => changeLetter(event, [{ ...kept(event), before }])

/** A deletion: what there was is told first where the store never heard of the subject, and only then. */
export const deletionLetter = (event: WithId, observed: WithId): Letter =>
  changeLetter(event, [{ ...observed, expectedVersion: -1, onMismatch: 'keep' }, kept(event)])

/** First as it is, so that the store says whether it fits. */
const changeLetter = ({ onMismatch: _, ...event }: WithId, instead: readonly WithId[]): Letter => ({
  id: event.id,
  event: JSON.stringify(event),
  instead: instead.map((each) => JSON.stringify(each)),
})
