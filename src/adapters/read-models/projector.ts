import type { Database } from 'better-sqlite3'
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises'
import type { EventLogReader, FollowBatch, ReadError } from '../../ports/event-log.js'
import { interpreter } from './interpreter.js'
import type { Interpreter, ProjectionFailure, Running } from './interpreter.js'
import { addIndexes } from './read-model-file.js'

export interface ProjectorOptions {
  readonly log: Pick<EventLogReader, 'follow' | 'head'>
  /** Open for writing; nobody else writes to it. */
  readonly db: Database
  readonly projections: readonly Running[]
  /** Stops exactly here; without it, it follows the log until it is aborted. */
  readonly until?: number
  readonly signal: AbortSignal
  /** Called after each commit. */
  readonly onProgress: (progress: Progress) => void
  readonly onFailure: (failure: ProjectionFailure) => void
  /** The log cannot be read now (it is tried again for ever), or, without a reason, can be again. */
  readonly onStall: (reason: string | undefined) => void
}

export interface Progress {
  /** The lowest checkpoint of the projections that run. */
  readonly position: number
  /** The log's last position as far as it is known here. */
  readonly head: number
  readonly caughtUp: boolean
}

/**
 * Follows the log and applies it to all rows of one file, in transactions of some 20 ms. Resolves when it is aborted, when `until` is reached, or
 * when no projection is left that has not failed; rejects when the file cannot be written.
 */
export const runProjector = async (options: ProjectorOptions): Promise<void> => {
  const state: State = {
    rows: interpreter(options.db, options.projections, options.onFailure),
    position: lowest(options.projections),
    head: -1,
    headReadAt: 0,
    sliceEvents: 256,
    indexed: false,
  }
  const done = () => options.signal.aborted || isReached(options, state) || state.rows.running().length === 0
  let failures = 0
  while (!done()) {
    try {
      await readHead(options, state)
      await prepareIndexes(options, state)
      for await (const batch of options.log.follow({
        after: state.position,
        maxBatchEvents,
        signal: options.signal,
      })) {
        if (failures > 0) options.onStall(undefined)
        failures = 0
        await applyBatch(options, state, cutAt(batch, options.until))
        if (done()) break
      }
    } catch (error) {
      const reason = logFailure(error)
      if (reason === undefined) throw error
      options.onStall(reason)
      await sleep(Math.min(maxRetryMs, 100 * 2 ** failures), undefined, { signal: options.signal }).catch(
        () => undefined,
      )
      failures++
    }
  }
  if (isReached(options, state)) makeIndexes(options, state)
}

interface State {
  readonly rows: Interpreter
  position: number
  head: number
  headReadAt: number
  sliceEvents: number
  indexed: boolean
}

const maxBatchEvents = 2_048
const maxRetryMs = 5_000
/** What a transaction should take; applying stops earlier, since writing what has waited and the commit come on top. */
const sliceMs = 16
const applyMs = 10
/** Far behind, when nobody can want the newest rows yet, a transaction takes longer: the pages that it touches are written once and not ten times. */
const catchUpMs = 200
/** From so many positions behind on, it is far behind; a projection's indexes are made when it has caught up then. */
const indexLaterFrom = 10_000
const headEveryMs = 250

const applyBatch = async (options: ProjectorOptions, state: State, batch: FollowBatch): Promise<void> => {
  let next = 0
  while (next < batch.events.length || state.position < batch.position) {
    const startedAt = performance.now()
    const from = next
    const farBehind = isFarBehind(options, state)
    next = state.rows.apply({
      events: batch.events,
      from,
      end: batch.position,
      ...(farBehind
        ? { maxEvents: maxBatchEvents, budgetMs: catchUpMs }
        : { maxEvents: state.sliceEvents, budgetMs: applyMs }),
    })
    if (!farBehind) adapt(state, next - from, performance.now() - startedAt)
    state.position = next < batch.events.length ? (batch.events[next - 1]?.position ?? state.position) : batch.position
    if (startedAt - state.headReadAt > headEveryMs && !batch.caughtUp) await readHead(options, state)
    if (state.position < batch.position || !batch.caughtUp) report(options, state, false)
    await nextTurn()
    if (options.signal.aborted) return
  }
  if (!batch.caughtUp) return
  makeIndexes(options, state)
  report(options, state, true)
}

const isFarBehind = ({ until }: ProjectorOptions, { head, position }: State): boolean =>
  (until ?? head) - position >= indexLaterFrom

const report = ({ onProgress }: ProjectorOptions, state: State, caughtUp: boolean): void => {
  if (caughtUp) state.head = state.position
  state.head = Math.max(state.head, state.position)
  onProgress({ position: state.position, head: state.head, caughtUp })
}

/** Aims at slices of the same time, whatever the events weigh; never grows by more than half at once. */
const adapt = (state: State, events: number, elapsedMs: number): void => {
  if (events < 16) return
  const wanted = Math.round((events * sliceMs) / Math.max(elapsedMs, 0.1))
  state.sliceEvents = Math.max(32, Math.min(wanted, Math.round(state.sliceEvents * 1.5), maxBatchEvents))
}

const readHead = async (options: ProjectorOptions, state: State): Promise<void> => {
  const head = await options.log.head()()
  if (head._tag === 'Right') state.head = head.right
  state.headReadAt = performance.now()
}

const prepareIndexes = async (options: ProjectorOptions, state: State): Promise<void> => {
  const behind = (options.until ?? state.head) - state.position
  if (behind < indexLaterFrom || state.rows.running().some(({ position }) => position >= 0)) makeIndexes(options, state)
  await nextTurn()
}

const makeIndexes = ({ db }: ProjectorOptions, state: State): void => {
  if (state.indexed) return
  addIndexes(
    db,
    state.rows.running().map(({ projection }) => projection),
  )
  state.indexed = true
}

const cutAt = (batch: FollowBatch, until: number | undefined): FollowBatch =>
  until === undefined || batch.position < until
    ? batch
    : { events: batch.events.filter(({ position }) => position <= until), position: until, caughtUp: false }

const isReached = ({ until }: ProjectorOptions, { position }: State): boolean =>
  until !== undefined && position >= until

const lowest = (projections: readonly Running[]): number =>
  projections.reduce((least, { position }) => Math.min(least, position), Number.MAX_SAFE_INTEGER)

/** What a follower of the log throws carries a ReadError as its cause; anything else is no failure of the log. */
const logFailure = (error: unknown): string | undefined => {
  if (!(error instanceof Error) || typeof error.cause !== 'object' || error.cause === null) return undefined
  const cause = error.cause as Partial<ReadError>
  return typeof cause._tag === 'string' ? error.message : undefined
}
