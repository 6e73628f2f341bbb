import type { CaptureCheck, CaptureRule, CaptureRules, NotCaptured } from '../../domain/capture-rules.js'
import { captureCheck, factsOfEvent, factsOfRestore, factsOfState } from '../../domain/capture-rules.js'
import { decodeCaptureRules } from '../../domain/codecs/capture-rules.js'
import type { EventInput, Subject } from '../../domain/event.js'
import type { RecordStateInput, RestoreInput } from '../../domain/requests.js'
import type { AnnalsClient, Recorded, StateDetails } from '../annals-client.js'
import type { Builder } from '../build-input.js'
import { checkedSubject } from '../build-input.js'
import { refuse } from '../client-failure.js'
import { currentContext } from '../context/context.js'
import { jsonCopy } from '../json-copy.js'

export interface CaptureOptions {
  /** Names this client: its rules are the state of the record `annals.client/<name>` (default `default`). Clients with the same rules may share a name. */
  readonly name?: string | undefined
  /** What is sent at all; everything by default. */
  readonly rules?: CaptureRules | undefined
}

export type CaptureCalls = Pick<AnnalsClient, 'captureRules' | 'setCaptureRules'>

/** What of all that is recorded is left out, and what is answered then. */
export interface CaptureGate {
  /** Why an event is left out; undefined where it is sent. */
  readonly ofEvent: (event: EventInput) => CaptureRule | undefined
  readonly ofState: (subject: Subject, input: RecordStateInput) => CaptureRule | undefined
  readonly ofRestore: (subject: Subject, input: RestoreInput) => CaptureRule | undefined
  /** The answer, once the rules are recorded. */
  readonly leftOut: (id: string, rule: CaptureRule) => Promise<LeftOut>
  /** For who does not wait: the rules are recorded meanwhile, and where that fails, with the next one that is left out. */
  readonly leftOutSoon: () => void
  readonly tell: () => Promise<unknown>
}

export type LeftOut = NotCaptured & { readonly id: string }

export interface CapturePorts {
  readonly build: Builder
  /** Records a state as this client records all others. */
  readonly record: (subject: Subject, input: RecordStateInput & { readonly id: string }) => Promise<Recorded>
}

/** The client's own rules: they are recorded before the first event that they leave out is answered, and whenever they change. */
export const createCapture = (
  { build, record }: CapturePorts,
  options: CaptureOptions,
): { readonly gate: CaptureGate; readonly calls: CaptureCalls } => {
  const name = options.name ?? 'default'
  const subject = checkedSubject({ type: 'annals.client', id: name })
  const service = { type: 'service', id: name }
  const inputOf = (rules: CaptureRules, details: StateDetails) => build.recordState(details, rules)

  let rules = checkedRules(options.rules ?? {})
  let check: CaptureCheck = captureCheck(rules)
  const first = inputOf(rules, { actor: service })
  let told: Promise<unknown> | undefined
  let changes: Promise<unknown> = Promise.resolve()

  const tell = (): Promise<unknown> =>
    (told ??= record(subject, first).catch((error: unknown) => {
      told = undefined
      throw error
    }))

  /** Rules that leave something out are told first: told behind their successors, they would seem to hold again. */
  const set = async (next: CaptureRules, input: ReturnType<typeof inputOf>): Promise<Recorded> => {
    if (Object.keys(rules).length > 0) await tell()
    const recorded = await record(subject, input)
    told = Promise.resolve()
    rules = next
    check = captureCheck(next)
    return recorded
  }

  return {
    gate: {
      ofEvent: (event) => check(factsOfEvent(event)),
      ofState: (about, input) => check(factsOfState(about, input)),
      ofRestore: (about, input) => (input.dryRun === true ? undefined : check(factsOfRestore(about, input))),
      leftOut: async (id, rule) => {
        await tell()
        return { id, captured: false, rule }
      },
      leftOutSoon: () => void tell().catch(() => undefined),
      tell,
    },
    calls: {
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

/** A copy of its own. */
const checkedRules = (given: unknown): CaptureRules => {
  const decoded = decodeCaptureRules(jsonCopy(given))
  return decoded._tag === 'Right'
    ? decoded.right
    : refuse(decoded.left.map(({ field, message }) => ({ field: `/rules${field}`, message })))
}
