import type { Written } from '../../application/operations.js'
import { subjectLines } from '../../application/subject-lines.js'
import type { NotCaptured } from '../../domain/capture-rules.js'
import type { Subject } from '../../domain/event.js'
import { ClientFailure } from '../client-failure.js'
import { subjectKey } from '../delivery/subject-key.js'
import type { Transport } from '../transport.js'
import type { CaptureGate } from './client-capture.js'

/** The same calls, in their order by subject, but what the client's rules leave out does not reach the store. */
export const gatedTransport = (transport: Transport, gate: CaptureGate): Transport => {
  const lines = subjectLines()
  /** Hands a write over when its turn comes, at once where nothing waits. */
  const inTurn = <A>(about: readonly Subject[], write: () => Promise<A>, before?: () => Promise<unknown>): Promise<A> =>
    lines.run([...new Set(about.map(subjectKey))], async (release) => {
      if (before !== undefined) await before()
      const written = write()
      release()
      return written
    })

  return {
    ...transport,
    emit: (event) => {
      const rule = gate.ofEvent(event)
      return rule === undefined ? inTurn([event.subject], () => transport.emit(event)) : gate.leftOut(idOf(event), rule)
    },
    emitMany: async (events) => {
      const rules = events.map(gate.ofEvent)
      const kept = events.filter((_, index) => rules[index] === undefined)
      const subjects = kept.map(({ subject }) => subject)
      if (kept.length === events.length) return inTurn(subjects, () => transport.emitMany(events))
      // Where the rules cannot be told, nothing of it is sent.
      const send = () => (kept.length === 0 ? Promise.resolve([]) : transport.emitMany(kept))
      const answers = [...(await inTurn(subjects, send, gate.tell))]
      return events.flatMap((event, index): readonly Written[] => {
        const rule = rules[index]
        const answer = rule === undefined ? answers.shift() : ({ id: idOf(event), captured: false, rule } as const)
        return answer === undefined ? [] : [answer]
      })
    },
    recordState: (about, input) => {
      const rule = gate.ofState(about, input)
      return rule === undefined
        ? inTurn([about], () => transport.recordState(about, input))
        : gate.leftOut(idOf(input), rule)
    },
    restore: async (about, input) => {
      const rule = gate.ofRestore(about, input)
      if (rule === undefined) return inTurn([about], () => transport.restore(about, input))
      await gate.tell()
      throw notCaptured(about, rule, input.id)
    },
  }
}

const idOf = ({ id = '' }: { readonly id?: string }): string => id

export const notCaptured = (subject: Subject, rule: NotCaptured['rule'], id: string | undefined): ClientFailure =>
  new ClientFailure({ _tag: 'NotCaptured', subject, rule }, { id })
