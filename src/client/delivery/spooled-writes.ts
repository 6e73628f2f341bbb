import type { RecordStateInput } from '../../domain/requests.js'
import type { EventInput, Subject } from '../../domain/event.js'
import { checkedState, checkedSubject } from '../build-input.js'
import type { WritePorts, Writes } from '../writes.js'
import { changeEvent, inItem, inOrder, observedBefore } from '../writes.js'
import { deletionLetter, letterOf, patchLetter } from './letters.js'
import type { SpoolOutbox } from './spool-outbox.js'
import { subjectKey } from './subject-key.js'

export interface SpooledWritePorts extends WritePorts {
  readonly outbox: SpoolOutbox
  /** How long a restore waits for what was spooled before it. */
  readonly limitMs: number
}

/** Writes that are done once they are in the spool. A restore is not one of them: what it does depends on what the store has. */
export const spooledWrites = (ports: SpooledWritePorts): Writes => {
  const { outbox, build, transport } = ports
  const spool = async (event: EventInput & { readonly id: string }, letter = letterOf(event)) => {
    await outbox.put([letter])
    return { id: event.id, spooled: true } as const
  }
  return {
    emit: async (event) => spool(build.event(event)),
    emitMany: async (given) => {
      const events = inOrder(given).map((event, index) => inItem(index, () => build.event(event)))
      await outbox.put(events.map((event) => letterOf(event)))
      return events.map(({ id }) => ({ id, spooled: true }) as const)
    },
    recordState: async (subject, state, details = {}) =>
      spool(stateEvent(checkedSubject(subject), build.recordState(details, checkedState(state, 'state')))),
    recordChange: async (given, was, is, details = {}) => {
      const [subject, before, after] = [checkedSubject(given), checkedState(was, 'before'), checkedState(is, 'after')]
      const { event, isSame } = changeEvent(ports, subject, before, after, details)
      if (isSame) return { id: event.id, changed: false, version: null }
      if (before !== null && event.change?.kind === 'patch') return spool(event, patchLetter(event, before))
      if (before !== null && after === null)
        return spool(event, deletionLetter(event, observedBefore(ports, event, before)))
      return spool(event)
    },
    restore: async (given, input) => {
      const subject = checkedSubject(given)
      const request = build.restore(input)
      await outbox.settled(subjectKey(subject), ports.limitMs)
      return transport.restore(subject, request)
    },
  }
}

/** "This is its state now" as the event that says the same. */
const stateEvent = (
  subject: Subject,
  { state, ...told }: RecordStateInput & { readonly id: string },
): EventInput & { readonly id: string } => ({
  ...told,
  subject,
  change: state === null ? { kind: 'delete' } : { kind: 'state', state },
})
