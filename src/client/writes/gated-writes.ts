import type { NotCaptured } from '../../domain/capture-rules.js'
import type { Subject } from '../../domain/event.js'
import type { Recorded } from '../annals-client.js'
import type { CaptureGate } from '../capture/client-capture.js'
import { ClientFailure } from '../client-failure.js'
import type { Outgoing } from './outgoing.js'
import type { Turns } from './turns.js'

/** The same writes, each in its turn; what the client's rules leave out does not get on its way. */
export const gatedWrites = (outgoing: Outgoing, gate: CaptureGate, turns: Turns): Outgoing => {
  const inTurn = turns.run
  return {
    emit: (event) => {
      const rule = gate.ofEvent(event)
      return rule === undefined ? inTurn([event.subject], () => outgoing.emit(event)) : gate.leftOut(event.id, rule)
    },
    emitMany: async (events) => {
      const rules = events.map(gate.ofEvent)
      const kept = events.filter((_, index) => rules[index] === undefined)
      const subjects = kept.map(({ subject }) => subject)
      if (kept.length === events.length) return inTurn(subjects, () => outgoing.emitMany(events))
      // Where the rules cannot be told, nothing of it is sent.
      const send = () => (kept.length === 0 ? Promise.resolve([]) : outgoing.emitMany(kept))
      const answers = [...(await inTurn(subjects, send, gate.tell))]
      return events.flatMap(({ id }, index): readonly Recorded[] => {
        const rule = rules[index]
        const answer = rule === undefined ? answers.shift() : ({ id, captured: false, rule } as const)
        return answer === undefined ? [] : [answer]
      })
    },
    change: (change) => {
      const { event } = change
      const rule = gate.ofEvent(event)
      return rule === undefined ? inTurn([event.subject], () => outgoing.change(change)) : gate.leftOut(event.id, rule)
    },
    recordState: (about, input) => {
      const rule = gate.ofState(about, input)
      return rule === undefined
        ? inTurn([about], () => outgoing.recordState(about, input))
        : gate.leftOut(input.id, rule)
    },
    restore: async (about, input) => {
      const rule = gate.ofRestore(about, input)
      if (rule === undefined) return inTurn([about], () => outgoing.restore(about, input))
      // A dry run records nothing.
      if (input.dryRun !== true) await gate.tell()
      throw notCaptured(about, rule, input.id)
    },
  }
}

const notCaptured = (subject: Subject, rule: NotCaptured['rule'], id: string): ClientFailure =>
  new ClientFailure({ _tag: 'NotCaptured', subject, rule }, { id })
