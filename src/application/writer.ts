import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import type { Decided } from '../domain/decide/decided.js'
import type { CaptureCheck, CaptureFacts, CaptureRule } from '../domain/capture-rules.js'
import { captureEverything } from '../domain/capture-rules.js'
import type { AnnalsError } from '../domain/errors.js'
import type { EventBody, EventKind, Receipt, Subject } from '../domain/event.js'
import { encodeEvent } from '../domain/stored-event.js'
import { activityStream, changeStream } from '../domain/stream-name.js'
import type { Fold } from '../domain/subject-fold.js'
import { formatTime } from '../domain/time.js'
import type { Clock } from '../ports/clock.js'
import type { AppendError, AppendResult, EventLog, NewEvent, StreamAppend } from '../ports/event-log.js'
import type { Hash } from '../ports/hash.js'
import type { SnapshotStore } from '../ports/snapshot-store.js'
import type { UnchangedMemory } from '../ports/unchanged-memory.js'
import { captureOfTenant } from './capture/capture-of-tenant.js'
import { fromAppendError } from './error-mapping.js'
import { findAnswer } from './known-ids.js'
import type { Written } from './operations.js'
import { idInTenant } from './ids-under-way.js'
import type { PresentState } from './present-states.js'
import { isSnapshotVersion, snapshotOf } from './replay.js'
import type { WriteContext } from './write-context.js'

export interface WriterPorts {
  readonly eventLog: EventLog
  readonly snapshots: SnapshotStore
  readonly unchangedMemory: UnchangedMemory
  readonly clock: Clock
  readonly hash: Pick<Hash, 'sha256'>
}

/** One request to store something about one subject, decoded and redacted, not yet decided. */
export interface Command {
  readonly subject: Subject
  readonly id: string
  /** Whether the emitter gave the id: only then can there be an earlier answer. */
  readonly idGiven: boolean
  readonly digest: () => string
  /** What the rules for capture go by; left out for what they do not touch. */
  readonly capture?: CaptureFacts
  /** Whether the decision stands on the subject's present state. */
  readonly needsState: boolean
  /** Runs in the subject's line before the decision, once everything pending for it is durable. */
  readonly prepare?: (present: Fold) => Promise<Either<AnnalsError, void>>
  readonly decide: (present: Fold | undefined, now: number) => Either<AnnalsError, Decided>
}

export interface Writer {
  /** Stores what the commands decide, all or nothing; answers once it is durable. Commands of one subject see each other's effects. */
  readonly submit: (tenant: string, commands: readonly Command[]) => Promise<Either<AnnalsError, readonly Written[]>>
  /** The rule for capture that leaves out what these facts are of; undefined where it is kept, or where its verb decides. */
  readonly ruleAgainst: (tenant: string, facts: CaptureFacts) => Promise<Either<AnnalsError, CaptureRule | undefined>>
  /** The subject's state where it is held in memory and durable. */
  readonly settled: (tenant: string, subject: Subject) => Fold | undefined
}

const maxAttempts = 5

/**
 * The one way into the log. For each subject commands are decided one after another, each on the state that the ones before it will leave, and their
 * appends are sent without waiting for an answer, so that many share one commit. Ids are looked up before anything is decided.
 */
export const createWriter = (ports: WriterPorts, context: WriteContext): Writer => {
  const { lines, states, ids } = context
  const captureOf = captureOfTenant(context)

  const submit = async (
    tenant: string,
    commands: readonly Command[],
  ): Promise<Either<AnnalsError, readonly Written[]>> => {
    const capture = commands.some((command) => command.capture !== undefined)
      ? await captureOf(tenant)
      : E.right(captureEverything)
    if (E.isLeft(capture)) return capture
    const submission: Submission = {
      tenant,
      capture: capture.right,
      commands,
      streams: commands.map(({ subject }) => changeStream(tenant, subject)),
    }
    const keys = keysOf(submission)
    for (let attempt = 1; ; attempt += 1) {
      const outcome = await lines.run(keys, (release) => withIds(submission, release))
      if (outcome !== 'again') return outcome
      if (attempt === maxAttempts) {
        return E.left({
          _tag: 'Unavailable',
          reason: 'the subject is being written by somebody else',
          retryAfterSeconds: 1,
        })
      }
    }
  }

  /** Attempts it while no other request with one of these ids is under way, so that the second of two twins finds the first one's answer. */
  const withIds = (submission: Submission, release: () => void): Promise<Outcome> => {
    const given: string[] = []
    for (const { idGiven, id } of submission.commands) if (idGiven) given.push(idInTenant(submission.tenant, id))
    return ids.run(given, () => attemptOnce(submission, release))
  }

  const attemptOnce = async (submission: Submission, release: () => void): Promise<Outcome> => {
    const { tenant, commands, streams, capture } = submission
    const answers: (Written | undefined)[] = []
    let index = 0
    for (const command of commands) {
      const answer = command.idGiven ? await findAnswer(ports, tenant, command.id, command.digest()) : notAnswered
      if (E.isLeft(answer)) return inItem(answer, index, commands)
      answers.push(answer.right ?? leftOut(command, capture))
      index += 1
    }
    const known = asOneAppend(answers)
    const present = new Map<string, PresentState>()
    index = 0
    for (const command of commands) {
      const stream = streams[index] ?? ''
      if (command.needsState && known[index] === undefined) {
        const loaded = await load(tenant, command, stream, present)
        if (E.isLeft(loaded)) return inItem(loaded, index, commands)
      }
      index += 1
    }
    const plan = decideAll(submission, known, present, ports.clock.now())
    for (const [stream, state] of present) {
      if (E.isLeft(plan) || !plan.right.folds.has(stream)) states.keep(stream, state)
    }
    return E.isLeft(plan) ? plan : carryOut(submission, plan.right, present, release)
  }

  const load = async (
    tenant: string,
    command: Command,
    stream: string,
    present: Map<string, PresentState>,
  ): Promise<Either<AnnalsError, void>> => {
    const held = present.get(stream)
    const isGood = held !== undefined && held.failure === undefined
    const found = isGood ? E.right(held) : await context.present(tenant, command.subject, stream)
    if (E.isLeft(found)) return found
    const state = found.right
    present.set(stream, state)
    if (command.prepare === undefined) return done
    const settled = await state.lastAppend
    if (settled !== undefined && E.isLeft(settled)) return E.left(fromAppendError(settled.left))
    return command.prepare(state.fold)
  }

  const decideAll = (
    { commands, streams, capture }: Submission,
    known: readonly (Written | undefined)[],
    present: ReadonlyMap<string, PresentState>,
    now: number,
  ): Either<AnnalsError, Plan> => {
    let floor = Math.max(context.lastRecordedAt, now)
    for (const state of present.values()) floor = Math.max(floor, state.fold.recordedAt)
    const plan: Plan = { answers: known.slice(), append: [], folds: new Map(), snapshots: [], recordedAt: floor }
    const decidedIds = new Map<string, number>()
    let next = 0
    for (const command of commands) {
      const index = next
      next += 1
      if (plan.answers[index] !== undefined) continue
      const twin = command.idGiven ? decidedIds.get(command.id) : undefined
      if (twin !== undefined) {
        if (commands[twin]?.digest() !== command.digest()) {
          return E.left({ _tag: 'IdConflict', id: command.id, item: index })
        }
        plan.append.push({ _tag: 'Twin', index, of: twin })
        continue
      }
      if (commands.length > 1) decidedIds.set(command.id, index)
      const stream = streams[index] ?? ''
      const fold = plan.folds.get(stream) ?? present.get(stream)?.fold
      const decided = command.decide(fold, plan.recordedAt)
      if (E.isLeft(decided)) return inItem(decided, index, commands)
      const out = decided.right._tag === 'Unchanged' ? undefined : leftOut(command, capture, decided.right.body.verb)
      if (out !== undefined) plan.answers[index] = out
      else planOne(plan, command, index, stream, decided.right, fold)
    }
    return E.right(plan)
  }

  const planOne = (
    plan: Plan,
    command: Command,
    index: number,
    stream: string,
    decided: Decided,
    fold: Fold | undefined,
  ): void => {
    switch (decided._tag) {
      case 'Unchanged':
        plan.append.push({ _tag: 'Unchanged', index, stream, version: decided.version })
        return
      case 'Activity':
        plan.append.push({
          _tag: 'Event',
          index,
          kind: 'activity',
          stream: activityStream(decided.body.tenant, command.subject),
          body: decided.body,
          digest: command.digest(),
          expected: 'any',
        })
        return
      case 'Change': {
        const version = fold?.version ?? -1
        if (decided.observed !== undefined) {
          const digest = ports.hash.sha256(`observed ${command.digest()}`)
          plan.append.push({
            _tag: 'Event',
            index: undefined,
            kind: 'change',
            stream,
            body: decided.observed,
            digest,
            expected: expectedAfter(version),
          })
        }
        const expected = expectedAfter(decided.next.version - 1)
        plan.append.push({
          _tag: 'Event',
          index,
          kind: 'change',
          stream,
          body: decided.body,
          digest: command.digest(),
          expected,
        })
        plan.folds.set(stream, decided.next)
        if (isSnapshotVersion(decided.next.version)) plan.snapshots.push({ stream, fold: decided.next })
      }
    }
  }

  const carryOut = async (
    submission: Submission,
    plan: Plan,
    present: ReadonlyMap<string, PresentState>,
    release: () => void,
  ): Promise<Outcome> => {
    const events = eventsOf(plan)
    for (const before of unchangedStandsOn(plan, present)) {
      const settled = await before
      if (E.isLeft(settled)) return E.left(fromAppendError(settled.left))
    }
    let stored: Either<AppendError, AppendResult> | undefined
    if (events.length > 0) {
      context.lastRecordedAt = plan.recordedAt
      const { appends, bytes } = encodeAppends(events, plan.recordedAt)
      const sending = ports.eventLog.append(appends)()
      for (const [stream, fold] of plan.folds) markSent(stream, fold, present, bytes.get(stream) ?? 0, sending)
      release()
      stored = await sending
      const failed = settle(plan, present, stored)
      if (failed !== undefined) return failed
    }
    if (stored !== undefined && E.isRight(stored)) giveReceipts(plan, events, stored.right)
    if (events.length < plan.append.length) {
      const completed = await answerOthers(submission, plan)
      if (E.isLeft(completed)) return completed
    }
    return E.right(plan.answers.filter((answer) => answer !== undefined))
  }

  const markSent = (
    stream: string,
    fold: Fold,
    present: ReadonlyMap<string, PresentState>,
    bytes: number,
    answer: Promise<Either<AppendError, unknown>>,
  ): void => {
    const state = present.get(stream)
    if (state === undefined) return
    state.fold = fold
    state.bytes += bytes
    state.lastAppend = answer
    states.sent(stream, state)
  }

  /** What comes of the append for the states it was decided on; undefined when it was stored. */
  const settle = (
    plan: Plan,
    present: ReadonlyMap<string, PresentState>,
    stored: Either<AppendError, AppendResult>,
  ): Either<AnnalsError, never> | 'again' | undefined => {
    if (E.isRight(stored)) {
      for (const stream of plan.folds.keys()) {
        const state = present.get(stream)
        if (state !== undefined) states.stored(stream, state)
      }
      for (const { stream, fold } of plan.snapshots) {
        const snapshot = snapshotOf(stream, fold)
        const state = present.get(stream)
        if (state !== undefined) state.bytes = snapshot.state.length
        ports.snapshots.save(snapshot)
      }
      return undefined
    }
    const error = fromAppendError(stored.left)
    let before: AnnalsError | undefined
    for (const [stream, { version }] of plan.folds) {
      const state = present.get(stream)
      if (state === undefined) continue
      if (state.failure !== undefined && state.failure.version < version) before ??= state.failure.error
      states.failed(stream, state, { version, error: before ?? error })
    }
    if (before !== undefined) return E.left(before)
    return stored.left._tag === 'WrongExpectedRevision' ? 'again' : E.left(error)
  }

  /** The answers to what led to no event of its own. */
  const answerOthers = async ({ tenant, commands }: Submission, plan: Plan): Promise<Either<AnnalsError, void>> => {
    for (const item of plan.append) {
      if (item._tag !== 'Unchanged') continue
      const command = commands[item.index]
      if (command === undefined) continue
      plan.answers[item.index] = { id: command.id, changed: false, version: item.version }
      if (!command.idGiven) continue
      const entry = {
        tenant,
        id: command.id,
        digest: command.digest(),
        version: item.version,
        rememberedAt: ports.clock.now(),
      }
      const remembered = await ports.unchangedMemory.remember(entry)()
      if (E.isLeft(remembered)) return E.left(fromAppendError(remembered.left))
    }
    for (const item of plan.append)
      if (item._tag === 'Twin') plan.answers[item.index] = asDuplicate(plan.answers[item.of])
    return done
  }

  return {
    submit,
    ruleAgainst: async (tenant, facts) => E.map((check: CaptureCheck) => check(facts))(await captureOf(tenant)),
    settled: (tenant, subject) => context.settled(changeStream(tenant, subject)),
  }
}

/** The commands of one submission, and the change stream of each one's subject. */
interface Submission {
  readonly tenant: string
  readonly capture: CaptureCheck
  readonly commands: readonly Command[]
  readonly streams: readonly string[]
}

type Outcome = Either<AnnalsError, readonly Written[]> | 'again'

interface PlannedEvent {
  readonly _tag: 'Event'
  /** Which command it answers; undefined for an event that only goes before another. */
  readonly index: number | undefined
  readonly kind: EventKind
  readonly stream: string
  readonly body: EventBody
  readonly digest: string
  readonly expected: StreamAppend['expected']
}

type Planned =
  | PlannedEvent
  | { readonly _tag: 'Unchanged'; readonly index: number; readonly stream: string; readonly version: number }
  | { readonly _tag: 'Twin'; readonly index: number; readonly of: number }

interface Plan {
  readonly answers: (Written | undefined)[]
  readonly append: Planned[]
  readonly folds: Map<string, Fold>
  /** One append can lead past several versions of a subject that are due a snapshot. */
  readonly snapshots: { readonly stream: string; readonly fold: Fold }[]
  recordedAt: number
}

const done: Either<AnnalsError, void> = E.right(undefined)
const notAnswered: Either<AnnalsError, undefined> = E.right(undefined)

/** The answer to what the rules leave out; undefined where they keep it. With the verb that was decided, of several that it could have been. */
const leftOut = ({ id, capture: facts }: Command, check: CaptureCheck, verb?: string): Written | undefined => {
  if (facts === undefined || check === captureEverything) return undefined
  // One verb alone was checked before the decision.
  if (verb !== undefined && facts.verbs.length < 2) return undefined
  const rule = check(verb === undefined ? facts : { ...facts, verbs: [verb] })
  return rule === undefined ? undefined : { id, captured: false, rule }
}

/** The streams of the commands that need their subject's state, each once. */
const keysOf = ({ commands, streams }: Submission): readonly string[] => {
  const keys = streams.filter((_, index) => commands[index]?.needsState)
  return keys.length > 1 ? [...new Set(keys)] : keys
}

const eventsOf = ({ append }: Plan): readonly PlannedEvent[] => {
  const events: PlannedEvent[] = []
  for (const item of append) if (item._tag === 'Event') events.push(item)
  return events
}

const expectedAfter = (version: number): StreamAppend['expected'] => (version < 0 ? 'none' : version)

const inItem = (
  failed: E.Left<AnnalsError>,
  index: number,
  commands: readonly Command[],
): Either<AnnalsError, never> => (commands.length === 1 ? failed : E.left({ ...failed.left, item: index }))

/** Neighbours in the same stream share one StreamAppend; the order of the events stays. */
const encodeAppends = (
  events: readonly PlannedEvent[],
  recordedAt: number,
): { readonly appends: readonly StreamAppend[]; readonly bytes: ReadonlyMap<string, number> } => {
  const appends: { stream: string; expected: StreamAppend['expected']; events: NewEvent[] }[] = []
  const bytes = new Map<string, number>()
  for (const { stream, expected, body, digest, kind } of events) {
    const encoded = encodeEvent({ body, digest, kind, recordedAt })
    bytes.set(stream, (bytes.get(stream) ?? 0) + encoded.data.length)
    const last = appends.at(-1)
    if (last?.stream === stream) last.events.push(encoded)
    else appends.push({ stream, expected, events: [encoded] })
  }
  return { appends, bytes }
}

const giveReceipts = (plan: Plan, events: readonly PlannedEvent[], result: AppendResult): void => {
  const position = String(result.position)
  const recordedAt = formatTime(plan.recordedAt)
  let group = -1
  let offset = 0
  let stream: string | undefined
  for (const event of events) {
    if (event.stream === stream) offset += 1
    else {
      group += 1
      offset = 0
      stream = event.stream
    }
    if (event.index === undefined) continue
    const revision = (result.streams[group]?.firstRevision ?? 0) + offset
    const version = event.kind === 'change' ? revision : null
    const receipt: Receipt = { id: event.body.id, stream, revision, version, position, recordedAt, duplicate: false }
    plan.answers[event.index] = receipt
  }
}

/** The appends that an "unchanged" answer of this plan relies on. */
const unchangedStandsOn = (
  plan: Plan,
  present: ReadonlyMap<string, PresentState>,
): readonly Promise<Either<AppendError, unknown>>[] => {
  const appends: Promise<Either<AppendError, unknown>>[] = []
  for (const item of plan.append) {
    const before = item._tag === 'Unchanged' ? present.get(item.stream)?.lastAppend : undefined
    if (before !== undefined) appends.push(before)
  }
  return appends
}

const asDuplicate = (answer: Written | undefined): Written | undefined =>
  answer !== undefined && 'duplicate' in answer ? { ...answer, duplicate: true } : answer

/** Events stored by one append share its time and its receipt's position: that of the last one. */
const asOneAppend = (answers: readonly (Written | undefined)[]): readonly (Written | undefined)[] => {
  if (answers.length < 2) return answers
  const last = new Map<string, string>()
  for (const answer of answers) {
    if (answer === undefined || !('duplicate' in answer)) continue
    const before = last.get(answer.recordedAt)
    if (before === undefined || Number(answer.position) > Number(before)) last.set(answer.recordedAt, answer.position)
  }
  return answers.map((answer) =>
    answer !== undefined && 'duplicate' in answer
      ? { ...answer, position: last.get(answer.recordedAt) ?? answer.position }
      : answer,
  )
}
