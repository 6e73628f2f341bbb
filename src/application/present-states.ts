import { LRUCache } from 'lru-cache'
import type { AnnalsError } from '../domain/errors.js'
import { roughBytes } from '../domain/json-size.js'
import type { Fold } from '../domain/subject-fold.js'
import type { Either } from 'fp-ts/lib/Either.js'
import type { AppendError } from '../ports/event-log.js'

/**
 * The present state of one subject as the writer sees it: what is in the log and what pending appends will leave there.
 * Only the writer, one command of the subject's line at a time, changes it.
 */
export interface PresentState {
  fold: Fold
  /** The JSON size of the state in bytes, or more: what its changes take is added until it is measured again. */
  bytes: number
  /** What it was when it was last measured. */
  measuredBytes: number
  /** Appends sent and not yet answered. */
  pending: number
  /** The answer of the last append sent. */
  lastAppend: Promise<Either<AppendError, unknown>> | undefined
  /** An append that this state stands on has failed: whatever was decided on it fails alike. */
  failure: AnnalsError | undefined
}

/** Present states by change stream: those with pending appends are all kept, idle ones as far as the budget goes. */
export interface PresentStates {
  readonly get: (stream: string) => PresentState | undefined
  /** A state read from the log; it is held on to once something is sent for it, or with `keep`. */
  readonly add: (fold: Fold, bytes: number) => PresentState
  /** Holds on to a state for which nothing was sent. */
  readonly keep: (stream: string, state: PresentState) => void
  readonly sent: (stream: string, state: PresentState) => void
  readonly stored: (stream: string, state: PresentState) => void
  /** Forgets the state; the next command reads it from the log again. */
  readonly drop: (stream: string, state: PresentState) => void
}

export interface PresentStatesOptions {
  readonly maxStates: number
  /** Of JSON text; the objects take a few times that. */
  readonly maxBytes: number
}

export const presentStates = (options: PresentStatesOptions): PresentStates => {
  const busy = new Map<string, PresentState>()
  const idle = new LRUCache<string, PresentState>({
    max: options.maxStates,
    maxSize: options.maxBytes,
    sizeCalculation: (state) => Math.min(Math.max(state.bytes, 1), options.maxBytes),
  })

  const hold = (stream: string, state: PresentState): void => {
    if (state.bytes > 2 * state.measuredBytes + unmeasuredBytes) measure(state)
    idle.set(stream, state)
  }

  return {
    get: (stream) => busy.get(stream) ?? idle.get(stream),
    add: (fold, bytes) => ({ fold, bytes, measuredBytes: 0, pending: 0, lastAppend: undefined, failure: undefined }),
    keep: (stream, state) => {
      const isHeld = busy.has(stream) || idle.has(stream)
      if (!isHeld && state.failure === undefined) hold(stream, state)
    },
    sent: (stream, state) => {
      state.pending += 1
      if (state.pending > 1) return
      idle.delete(stream)
      busy.set(stream, state)
    },
    stored: (stream, state) => {
      state.pending -= 1
      if (state.pending > 0 || busy.get(stream) !== state) return
      busy.delete(stream)
      state.lastAppend = undefined
      hold(stream, state)
    },
    drop: (stream, state) => {
      if (busy.get(stream) === state) busy.delete(stream)
      if (idle.peek(stream) === state) idle.delete(stream)
    },
  }
}

const unmeasuredBytes = 256

/** Changes mostly replace what is there. If all that they take were counted, the states of a few thousand subjects would soon push each other out. */
const measure = (state: PresentState): void => {
  state.bytes = Math.min(state.bytes, roughBytes(state.fold.state))
  state.measuredBytes = state.bytes
}
