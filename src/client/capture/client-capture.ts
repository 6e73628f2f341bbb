import type { Written } from '../../application/operations.js'
import type { CaptureCheck, CaptureRule, CaptureRules, NotCaptured } from '../../domain/capture-rules.js'
import { captureCheck, factsOfEvent, factsOfRestore, factsOfState } from '../../domain/capture-rules.js'
import { decodeCaptureRules } from '../../domain/codecs/capture-rules.js'
import type { Subject } from '../../domain/event.js'
import type { State } from '../../domain/json.js'
import type { AnnalsClient, Recorded, StateDetails } from '../annals-client.js'
import type { Builder } from '../build-input.js'
import { checkedSubject } from '../build-input.js'
import { ClientFailure, refuse } from '../client-failure.js'
import { currentContext } from '../context/context.js'
import { jsonCopy } from '../json-copy.js'
import type { Transport } from '../transport.js'

export interface CaptureOptions {
  /** Names this client: its rules are the state of the record `annals.client/<name>` (default `default`). Clients with the same rules may share a name. */
  readonly name?: string | undefined
  /** What is sent at all; everything by default. */
  readonly rules?: CaptureRules | undefined
}

export type ClientCapture = Pick<AnnalsClient, 'captureRules' | 'setCaptureRules'>

/** The same calls, but what the client's rules leave out does not reach the store: the rules themselves do, before the first event that they leave out is answered. */
export const capturing = (
  transport: Transport,
  build: Builder,
  options: CaptureOptions,
): { readonly transport: Transport; readonly capture: ClientCapture } => {
  const name = options.name ?? 'default'
  const subject = checkedSubject({ type: 'annals.client', id: name })
  const service = { type: 'service', id: name }
  const inputOf = (rules: CaptureRules, details: StateDetails): Parameters<Transport['recordState']>[1] =>
    build.recordState(details, rules as State)

  let rules = checkedRules(options.rules ?? {})
  let check: CaptureCheck = captureCheck(rules)
  const first = inputOf(rules, { actor: service })
  let told: Promise<unknown> | undefined
  let changes: Promise<unknown> = Promise.resolve()

  const tell = (): Promise<unknown> =>
    (told ??= transport.recordState(subject, first).catch((error: unknown) => {
      told = undefined
      throw error
    }))
  const leftOut = async (id: string, rule: CaptureRule): Promise<NotCaptured & { readonly id: string }> => {
    await tell()
    return { id, captured: false, rule }
  }

  const set = async (next: CaptureRules, input: ReturnType<typeof inputOf>): Promise<Recorded> => {
    const recorded = await transport.recordState(subject, input)
    told = Promise.resolve()
    rules = next
    check = captureCheck(next)
    return recorded
  }

  return {
    transport: {
      ...transport,
      emit: (event) => {
        const rule = check(factsOfEvent(event))
        return rule === undefined ? transport.emit(event) : leftOut(idOf(event), rule)
      },
      emitMany: async (events) => {
        const rulesOf = events.map((event) => check(factsOfEvent(event)))
        const kept = events.filter((_, index) => rulesOf[index] === undefined)
        if (kept.length === events.length) return transport.emitMany(events)
        const sending = kept.length === 0 ? Promise.resolve([]) : transport.emitMany(kept)
        const [sent] = await Promise.all([sending, tell()])
        const answers = [...sent]
        return events.flatMap((event, index): readonly Written[] => {
          const rule = rulesOf[index]
          const answer = rule === undefined ? answers.shift() : ({ id: idOf(event), captured: false, rule } as const)
          return answer === undefined ? [] : [answer]
        })
      },
      recordState: (about, input) => {
        const rule = check(factsOfState(about, input))
        return rule === undefined ? transport.recordState(about, input) : leftOut(idOf(input), rule)
      },
      restore: async (about, input) => {
        const rule = input.dryRun === true ? undefined : check(factsOfRestore(about, input))
        if (rule === undefined) return transport.restore(about, input)
        await tell()
        throw notCaptured(about, rule, input.id)
      },
    },
    capture: {
      captureRules: () => structuredClone(rules),
      setCaptureRules: async (given, details = {}) => {
        const next = checkedRules(given)
        const input = inputOf(next, { actor: currentContext().actor ?? service, ...details })
        const changing = changes.then(() => set(next, input))
        changes = changing.catch(() => undefined)
        return changing
      },
    },
  }
}

const idOf = ({ id = '' }: { readonly id?: string }): string => id

const notCaptured = (subject: Subject, rule: NotCaptured['rule'], id: string | undefined): ClientFailure =>
  new ClientFailure({ _tag: 'NotCaptured', subject, rule }, { id })

/** A copy of its own. */
const checkedRules = (given: unknown): CaptureRules => {
  const decoded = decodeCaptureRules(jsonCopy(given))
  return decoded._tag === 'Right'
    ? decoded.right
    : refuse(decoded.left.map(({ field, message }) => ({ field: `/rules${field}`, message })))
}
