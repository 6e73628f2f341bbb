import type { Written } from '../../application/operations.js'
import type { Transport } from '../transport.js'
import type { CaptureGate } from './client-capture.js'

/** The same calls, but what the client's rules leave out does not reach the store. */
export const gatedTransport = (transport: Transport, gate: CaptureGate): Transport => ({
  ...transport,
  emit: (event) => {
    const rule = gate.ofEvent(event)
    return rule === undefined ? transport.emit(event) : gate.leftOut(idOf(event), rule)
  },
  emitMany: async (events) => {
    const rules = events.map(gate.ofEvent)
    const kept = events.filter((_, index) => rules[index] === undefined)
    if (kept.length === events.length) return transport.emitMany(events)
    const sending = kept.length === 0 ? Promise.resolve([]) : transport.emitMany(kept)
    const [sent] = await Promise.all([sending, gate.tell()])
    const answers = [...sent]
    return events.flatMap((event, index): readonly Written[] => {
      const rule = rules[index]
      const answer = rule === undefined ? answers.shift() : ({ id: idOf(event), captured: false, rule } as const)
      return answer === undefined ? [] : [answer]
    })
  },
  recordState: (about, input) => {
    const rule = gate.ofState(about, input)
    return rule === undefined ? transport.recordState(about, input) : gate.leftOut(idOf(input), rule)
  },
  restore: async (about, input) => {
    const rule = gate.ofRestore(about, input)
    if (rule === undefined) return transport.restore(about, input)
    throw await gate.refusal(about, input, rule)
  },
})

const idOf = ({ id = '' }: { readonly id?: string }): string => id
