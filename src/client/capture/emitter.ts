import { AsyncResource } from 'node:async_hooks'
import type { EmitInput } from '../annals-client.js'
import { ClientFailure } from '../client-failure.js'
import { asOwnTraffic, heldContext, withinHeld } from '../context/held-context.js'
import type { Held } from '../context/held-context.js'
import { integerOption } from '../integer-option.js'

/** Where captured events go: a client, or whatever else takes events. */
export interface Emitter {
  /** Resolves once the event is kept. */
  readonly emit: (event: EmitInput) => Promise<unknown>
  /** Used instead of `emit` where there is one: returns at once, and throws or rejects where it takes nothing more. Where its answer has a promise as `ready`, the event is taken once that resolves. */
  readonly emitSoon?: ((event: EmitInput) => unknown) | undefined
}

/** What became of captured events since the start. */
export interface CaptureCounts {
  readonly sent: number
  /** Told to `onError`, each. */
  readonly failed: number
  /** Under way. */
  readonly pending: number
}

export interface ObserverOptions {
  readonly emitter: Emitter
  /** Told of every event that could not be sent and of every capture that failed; what it throws is ignored. */
  readonly onError: (error: unknown, event?: EmitInput) => void
  /** Events under way at a time: 1 to 1,000,000, 10,000 by default. What comes beyond is not sent, and told as Overloaded. */
  readonly maxPending?: number | undefined
}

/** Sends events without anybody waiting for them: what captures a request or a call must neither slow it down nor break it. */
export interface Observer {
  readonly send: (make: () => EmitInput) => void
  readonly tell: (error: unknown, event?: EmitInput) => void
  readonly counts: () => CaptureCounts
  /** Resolves once nothing is under way: before a process ends. */
  readonly settled: () => Promise<void>
}

/** What was captured is given to the emitter so much later, several together: in a row they take a fraction of the time that one takes between two requests. */
const restMs = 10
/** So many in a row: what else the process does need not wait for more. */
const rowMax = 32

/** Throws a ClientFailure (InvalidInput) for a `maxPending` out of its bounds. */
export const createObserver = ({ emitter, onError, ...options }: ObserverOptions): Observer => {
  const maxPending = integerOption('maxPending', options.maxPending ?? 10_000, 1, 1_000_000)
  let sent = 0
  let failed = 0
  let pending = 0
  let waiting: (() => void)[] = []
  const tell = (error: unknown, event?: EmitInput): void => {
    failed++
    try {
      onError(error, event)
    } catch {
      // Nobody else is there to be told.
    }
  }
  const settle = (): void => {
    if (--pending > 0) return
    const woken = waiting
    waiting = []
    for (const resolve of woken) resolve()
  }
  const give = async (event: EmitInput): Promise<unknown> => {
    if (emitter.emitSoon === undefined) return emitter.emit(event)
    const taken: unknown = await emitter.emitSoon(event)
    return typeof taken === 'object' && taken !== null && 'ready' in taken ? taken.ready : undefined
  }

  const hand = ({ event, held }: Captured): void => {
    withinHeld(held, () => asOwnTraffic(() => give(event))).then(
      () => {
        sent++
        settle()
      },
      (error: unknown) => {
        tell(error, event)
        settle()
      },
    )
  }

  const captured: Captured[] = []
  let isScheduled = false
  // Whoever is captured first must not lend its context to all that come after it.
  const nobody = new AsyncResource('annals.capture')
  const handRow = (): void => {
    for (const each of captured.splice(0, rowMax)) hand(each)
    isScheduled = captured.length > 0
    if (isScheduled) setImmediate(handRow)
  }
  const schedule = (): void => {
    if (isScheduled) return
    isScheduled = true
    nobody.runInAsyncScope(() => setTimeout(handRow, restMs))
  }

  return {
    tell,
    counts: () => ({ sent, failed, pending }),
    settled: async () => {
      for (const each of captured.splice(0)) hand(each)
      if (pending > 0) await new Promise<void>((resolve) => waiting.push(resolve))
    },
    send: (make) => {
      let event: EmitInput | undefined
      try {
        event = make()
        if (pending >= maxPending) throw overloaded(pending)
        pending++
        captured.push({ event, held: heldContext() })
        schedule()
      } catch (error) {
        tell(error, event)
      }
    },
  }
}

/** An event, with the context that it was made in. */
interface Captured {
  readonly event: EmitInput
  readonly held: Held
}

const overloaded = (pending: number): ClientFailure =>
  new ClientFailure({ _tag: 'Overloaded', reason: `${pending} captured events are under way`, retryAfterSeconds: 1 })
