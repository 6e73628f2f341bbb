import type { EventInput, Subject } from '../../domain/event.js'
import type { RecordStateInput } from '../../domain/requests.js'
import type { Letter } from '../../ports/spool.js'
import type { Recorded } from '../annals-client.js'
import { checkedState, checkedSubject } from '../build-input.js'
import type { CaptureGate } from '../capture/client-capture.js'
import type { WritePorts, Writes } from '../writes.js'
import { changeEvent, inItem, inOrder, observedBefore } from '../writes.js'
import { deletionLetter, letterOf, patchLetter } from './letters.js'
import type { SpoolOutbox } from './spool-outbox.js'
import { subjectKey } from './subject-key.js'

export interface SpooledWritePorts extends WritePorts {
  readonly gate: CaptureGate
  readonly outbox: SpoolOutbox
  /** How long a restore waits for what was spooled before it. */
  readonly limitMs: number
}

/** Writes that are done once they are in the spool. A restore is not one of them: what it does depends on what the store has. */
export const spooledWrites = (ports: SpooledWritePorts): Writes => {
  const { outbox, build, transport, gate } = ports
  const recordState = spooledState(outbox)
  const spool = async (event: EventInput & { readonly id: string }, letter = letterOf(event)): Promise<Recorded> => {
    const rule = gate.ofEvent(event)
    return rule === undefined ? spooled(outbox, event.id, letter) : gate.leftOut(event.id, rule)
  }
  return {
    emit: async (event) => spool(build.event(event)),
    emitMany: async (given) => {
      const events = inOrder(given).map((event, index) => inItem(index, () => build.event(event)))
      const rules = events.map(gate.ofEvent)
      if (rules.some((rule) => rule !== undefined)) await gate.tell()
      const kept = events.filter((_, index) => rules[index] === undefined)
      if (kept.length > 0) await outbox.put(kept.map((event) => letterOf(event)))
      return events.map(({ id }, index) => {
        const rule = rules[index]
        return rule === undefined ? { id, spooled: true } : { id, captured: false, rule }
      })
    },
    recordState: async (given, state, details = {}) => {
      const [subject, input] = [checkedSubject(given), build.recordState(details, checkedState(state, 'state'))]
      const rule = gate.ofState(subject, input)
      return rule === undefined ? recordState(subject, input) : gate.leftOut(input.id, rule)
    },
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
      const rule = gate.ofRestore(subject, request)
      if (rule !== undefined) throw await gate.refusal(subject, request, rule)
      await outbox.settled(subjectKey(subject), ports.limitMs)
      return transport.restore(subject, request)
    },
  }
}

/** Records a state by way of the spool. */
export const spooledState =
  (outbox: SpoolOutbox) =>
  (subject: Subject, input: RecordStateInput & { readonly id: string }): Promise<Recorded> =>
    spooled(outbox, input.id, letterOf(stateEvent(subject, input)))

const spooled = async (outbox: SpoolOutbox, id: string, letter: Letter): Promise<Recorded> => {
  await outbox.put([letter])
  return { id, spooled: true }
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
