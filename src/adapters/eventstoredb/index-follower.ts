import { setTimeout as sleep } from 'node:timers/promises'
import type { FollowBatch } from '../../ports/event-log.js'
import { failureOf, reasonOf } from './failure.js'
import type { IdIndex } from './id-index.js'
import { AnotherLogError } from './log-identity.js'
import { retryDelayMs } from './retry-delay.js'

export interface IndexFollowerOptions {
  readonly index: IdIndex
  /** Finds the log; rejects where it cannot be reached or is another one. */
  readonly identify: () => Promise<void>
  readonly head: () => Promise<number>
  readonly follow: (after: number, signal: AbortSignal) => AsyncIterable<FollowBatch>
  readonly onBatch: (batch: FollowBatch) => void
  /** Why the log cannot be used, whenever that is found; undefined when it can. That the index is only behind is not told. */
  readonly onTrouble: (reason: string | undefined) => void
  readonly closing: AbortSignal
}

export interface IndexFollower {
  /** Why the index may lack ids that the log holds; undefined where it lacks none but those of other writers' newest events. */
  readonly trouble: () => string | undefined
  /** An append may have been stored without an answer: the index counts as complete only once it has passed the log's end again. */
  readonly doubt: () => void
  /** Resolves when there is no trouble, or after so many ms; rejects where the server is not ours: another log, or no rights. */
  readonly settled: (timeoutMs: number) => Promise<void>
  readonly ended: Promise<void>
}

/** What is gathered while the index commits; a commit for each event would be one too many. */
const gatherMs = 10

/** Keeps the id index up with the log, for ever: what drops is taken up again from the checkpoint, with growing waits. */
export const startIndexFollower = (options: IndexFollowerOptions): IndexFollower => {
  const { index, closing } = options
  let trouble: string | undefined = 'the log has not been reached yet'
  let round = new AbortController()
  let failures = 0
  let refusal: Error | undefined
  const waiting = new Set<() => void>()
  const set = (reason: string | undefined): void => {
    trouble = reason
    if (reason === undefined) options.onTrouble(undefined)
    if (reason === undefined || refusal !== undefined) for (const done of waiting) done()
  }

  const onceThrough = async (signal: AbortSignal): Promise<void> => {
    await options.identify()
    refusal = undefined
    const goal = await options.head()
    const behind = (): string => `the id index is being caught up with the log (${index.checkpoint()} of ${goal})`
    if (index.checkpoint() >= goal) set(undefined)
    else set(behind())
    for await (const batch of options.follow(index.checkpoint(), signal)) {
      if (batch.events.length > 0 || batch.position > index.checkpoint()) index.advance(batch.events, batch.position)
      failures = 0
      options.onBatch(batch)
      if (trouble !== undefined && !signal.aborted) set(batch.position >= goal ? undefined : behind())
      if (batch.caughtUp) await sleep(gatherMs)
    }
  }

  const run = async (): Promise<void> => {
    while (!closing.aborted) {
      round = new AbortController()
      try {
        await onceThrough(AbortSignal.any([closing, round.signal]))
      } catch (error) {
        refusal = refusalOf(error)
        set(reasonOf(error))
        options.onTrouble(reasonOf(error))
        await sleep(retryDelayMs(failures), undefined, { signal: closing }).catch(() => undefined)
        failures += 1
      }
    }
  }

  return {
    trouble: () => trouble,
    doubt: () => {
      set('the outcome of an append is being looked up in the log')
      round.abort()
    },
    settled: async (timeoutMs) => {
      if (trouble === undefined) return
      let done: () => void = () => undefined
      const ready = new Promise<void>((resolve) => {
        done = resolve
        waiting.add(done)
      })
      const timer = setTimeout(done, timeoutMs)
      await ready
      clearTimeout(timer)
      waiting.delete(done)
      if (refusal !== undefined) throw refusal
    },
    ended: run(),
  }
}

/** What waiting does not cure. */
const refusalOf = (error: unknown): Error | undefined => {
  if (error instanceof AnotherLogError) return error
  return failureOf(error).kind === 'Refused'
    ? new Error(`the log refuses: ${reasonOf(error)}`, { cause: error })
    : undefined
}
