import type { Party } from '../../domain/event.js'
import type { Clock } from '../../ports/clock.js'
import type { CaptureCounts, Emitter, ObserverOptions } from '../capture/emitter.js'
import { createObserver } from '../capture/emitter.js'
import type { ValueOptions } from '../capture/value-copy.js'
import { createValueCopy } from '../capture/value-copy.js'
import { asOwnTraffic, heldContext } from '../context/held-context.js'
import type { AnyFunction, AuditedOptions } from './audited.js'
import { auditedWith } from './audited.js'
import type { OutboundOptions } from './outbound.js'
import { fetchWith } from './audited-fetch.js'
import type { AuditedFetchOptions } from './audited-fetch.js'
import type { CallObserver, RecordedCall } from './recorded-call.js'
import { callEvent } from './recorded-call.js'

export interface CallRecorderOptions extends ObserverOptions, ValueOptions {
  /** Who acts where the context has nobody: the service itself. Without it such calls are refused, and told to `onError`. */
  readonly actor?: Party | undefined
  /** ms since the epoch; the system's by default. */
  readonly clock?: Clock | undefined
}

/** Records calls: with the context and the transaction that they are made in. */
export interface CallRecorder extends CallObserver {
  /** One call; resolves as the emitter's `emit` does, once it is kept, and rejects as that does. */
  readonly recordCall: (call: RecordedCall) => Promise<unknown>
  /** A function like `fn`, of which each call is recorded: same arguments, `this`, answer and errors. */
  readonly audited: <Fn extends AnyFunction>(fn: Fn, options: AuditedOptions<Fn>) => Fn
  /** A `fetch` that records. */
  readonly auditedFetch: (options?: AuditedFetchOptions) => typeof fetch
  readonly counts: () => CaptureCounts
  /** Resolves once nothing is under way: before a process ends. */
  readonly settled: () => Promise<void>
}

export type { AuditedFetchOptions, AuditedOptions, OutboundOptions, Emitter }

/** Throws a ClientFailure (InvalidInput) for options that make no sense. */
export const createCallRecorder = (options: CallRecorderOptions): CallRecorder => {
  const observer = createObserver(options)
  const copyValue = createValueCopy(options)
  const now = (): number => (options.clock ?? Date).now()
  const eventOf = (call: RecordedCall) =>
    callEvent(call, copyValue, now(), heldContext().fixed.actor === undefined ? options.actor : undefined)
  const parts = {
    now,
    observe: (call: RecordedCall): void => observer.send(() => eventOf(call)),
    tell: (error: unknown): void => observer.tell(error),
  }
  return {
    ...parts,
    recordCall: async (call) => asOwnTraffic(() => options.emitter.emit(eventOf(call))),
    audited: (fn, described) => auditedWith({ ...parts, copy: copyValue }, fn, described),
    auditedFetch: (described) => fetchWith(parts, described ?? {}),
    counts: observer.counts,
    settled: observer.settled,
  }
}
