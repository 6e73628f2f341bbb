import type { Subject } from '../../domain/event.js'
import type { RecordStateInput } from '../../domain/requests.js'
import type { Letter } from '../../ports/spool.js'
import type { Recorded } from '../annals-client.js'
import { deletionLetter, letterOf, patchLetter } from '../delivery/letters.js'
import type { SpoolOutbox } from '../delivery/spool-outbox.js'
import { subjectKey } from '../subject-key.js'
import type { Transport } from '../transport.js'
import type { Outgoing, OutgoingEvent } from './outgoing.js'

/** Writes that are done once they are in the spool. A restore is not one of them, since what it does depends on what the store has: it waits at most so many ms for what was spooled before. */
export const spooledWrites = (outbox: SpoolOutbox, transport: Transport, limitMs: number): Outgoing => {
  const put = async (id: string, letter: Letter): Promise<Recorded> => {
    await outbox.put([letter])
    return { id, spooled: true }
  }
  return {
    emit: (event) => put(event.id, letterOf(event)),
    emitMany: async (events) => {
      if (events.length > 0) await outbox.put(events.map((event) => letterOf(event)))
      return events.map(({ id }) => ({ id, spooled: true }))
    },
    change: ({ event, before, observed }) => {
      const { kind } = event.change ?? {}
      if (kind === 'delete') return put(event.id, deletionLetter(event, observed()))
      return put(event.id, kind === 'patch' ? patchLetter(event, before) : letterOf(event))
    },
    recordState: (subject, input) => put(input.id, letterOf(stateEvent(subject, input))),
    restore: async (subject, input) => {
      await outbox.settled(subjectKey(subject), limitMs)
      return transport.restore(subject, input)
    },
  }
}

/** "This is its state now" as the event that says the same. */
const stateEvent = (
  subject: Subject,
  { state, ...told }: RecordStateInput & { readonly id: string },
): OutgoingEvent => ({
  ...told,
  subject,
  change: state === null ? { kind: 'delete' } : { kind: 'state', state },
})
