import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import type { CaptureCheck, CaptureFacts, CaptureRule } from '../domain/capture-rules.js'
import { captureEverything } from '../domain/capture-rules.js'
import type { AnnalsError } from '../domain/errors.js'
import type { Subject } from '../domain/event.js'
import { changeStream } from '../domain/stream-name.js'
import type { Fold } from '../domain/subject-fold.js'
import type { Clock } from '../ports/clock.js'
import type { AppendError, AppendResult, EventLog } from '../ports/event-log.js'
import type { Hash } from '../ports/hash.js'
import type { SnapshotStore } from '../ports/snapshot-store.js'
import type { UnchangedMemory } from '../ports/unchanged-memory.js'
import { captureOfTenant } from './capture/capture-of-tenant.js'
import type { Command } from './command.js'
import { fromAppendError } from './error-mapping.js'
import { idInTenant } from './ids-under-way.js'
import { findAnswer } from './known-ids.js'
import type { Written } from './operations.js'
import type { PresentState } from './present-states.js'
import { asDuplicate, asOneAppend, encodeAppends, giveReceipts } from './receipts.js'
import { snapshotOf } from './replay.js'
import type { WriteContext } from './write-context.js'
import { decideAll, eventsOf, inItem, keysOf, leftOut, unchangedStandsOn } from './write-plan.js'
import type { Plan, Submission } from './write-plan.js'

export interface WriterPorts {
  readonly eventLog: EventLog
  readonly snapshots: SnapshotStore
  readonly unchangedMemory: UnchangedMemory
  readonly clock: Clock
  readonly hash: Pick<Hash, 'sha256'>
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
    const floor = Math.max(context.lastRecordedAt, ports.clock.now())
    const plan = decideAll(submission, known, present, floor, ports.hash)
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

type Outcome = Either<AnnalsError, readonly Written[]> | 'again'

const done: Either<AnnalsError, void> = E.right(undefined)
const notAnswered: Either<AnnalsError, undefined> = E.right(undefined)
