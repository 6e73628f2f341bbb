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
  /** The first append that this state stands on and that has failed: whatever was decided upon it fails alike. */
  failure: AppendFailure | undefined
  /** Called once all appends sent are answered. */
  onAllAnswered: (() => void) | undefined
}

export interface AppendFailure {
  /** The version that the append was to lead to. */
  readonly version: number
  readonly error: AnnalsError
}

/**
 * Present states by change stream: those with pending appends are all kept, idle ones as far as the budget goes. One that has failed is kept until
 * every append that was sent for it is answered: before that the log does not show yet what comes of the earlier ones.
 */
export interface PresentStates {
  readonly get: (stream: string) => PresentState | undefined
  /** A state read from the log; it is held on to once something is sent for it, or with `keep`. */
  readonly add: (fold: Fold, bytes: number) => PresentState
  /** Holds on to a state for which nothing was sent. */
  readonly keep: (stream: string, state: PresentState) => void
  readonly sent: (stream: string, state: PresentState) => void
  readonly stored: (stream: string, state: PresentState) => void
  readonly failed: (stream: string, state: PresentState, failure: AppendFailure) => void
  /** Lets go of an idle state that the log has moved on from. */
  readonly forget: (stream: string) => void
  /** Resolves once no append of the state is pending. One command at a time may ask, the one whose turn it is in the subject's line. */
  readonly allAnswered: (state: PresentState) => Promise<void>
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

  /** Whether that was the last one pending. */
  const answered = (stream: string, state: PresentState): boolean => {
    state.pending -= 1
    if (state.pending > 0) return false
    if (busy.get(stream) === state) busy.delete(stream)
    state.onAllAnswered?.()
    return true
  }

  const hold = (stream: string, state: PresentState): void => {
    if (state.bytes > 2 * state.measuredBytes + unmeasuredBytes) measure(state)
    idle.set(stream, state)
  }

  return {
    get: (stream) => busy.get(stream) ?? idle.get(stream),
    add: (fold, bytes) => ({
      fold,
      bytes,
      measuredBytes: 0,
      pending: 0,
      lastAppend: undefined,
      failure: undefined,
      onAllAnswered: undefined,
    }),
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
      if (!answered(stream, state) || state.failure !== undefined) return
      state.lastAppend = undefined
      hold(stream, state)
    },
    failed: (stream, state, failure) => {
      if (state.failure === undefined || failure.version < state.failure.version) state.failure = failure
      answered(stream, state)
    },
    forget: (stream) => void idle.delete(stream),
    allAnswered: (state) =>
      state.pending === 0
        ? Promise.resolve()
        : new Promise((resolve) => {
            state.onAllAnswered = resolve
          }),
  }
}

const unmeasuredBytes = 256

/** Changes mostly replace what is there. If all that they take were counted, the states of a few thousand subjects would soon push each other out. */
const measure = (state: PresentState): void => {
  state.bytes = Math.min(state.bytes, roughBytes(state.fold.state))
  state.measuredBytes = state.bytes
}
