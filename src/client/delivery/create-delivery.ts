import { AsyncResource } from 'node:async_hooks'
import type { Clock } from '../../ports/clock.js'
import type { SpoolSource } from '../../ports/spool.js'
import type { AnnalsClient } from '../annals-client.js'
import type { Builder } from '../build-input.js'
import type { CaptureGate, CapturePorts } from '../capture/client-capture.js'
import { ClientFailure } from '../client-failure.js'
import { subjectKey } from '../subject-key.js'
import type { Transport } from '../transport.js'
import { directWrites } from '../writes/direct-writes.js'
import { gatedWrites } from '../writes/gated-writes.js'
import type { Outgoing } from '../writes/outgoing.js'
import { spooledWrites } from '../writes/spooled-writes.js'
import { createTurns } from '../writes/turns.js'
import type { Deliver, DelivererPorts } from './deliverer.js'
import type { DeliveryOptions } from './delivery-options.js'
import { deliverySettings } from './delivery-options.js'
import { letterOf } from './letters.js'
import { memoryOutbox } from './memory-outbox.js'
import type { Left, Outbox } from './outbox.js'
import { spoolOutbox } from './spool-outbox.js'

export interface CreateDeliveryOptions extends Pick<DelivererPorts, 'retry' | 'random' | 'pause'> {
  readonly build: Builder
  readonly transport: Transport
  readonly gate: CaptureGate
  readonly options: DeliveryOptions | undefined
  readonly clock: Clock
  readonly spool: SpoolSource | undefined
  /** A way to the store until a signal aborts, one attempt a call. */
  readonly deliverUntil: (stopped: AbortSignal) => Deliver
  /** How long a write waits for what was taken before it. */
  readonly behindMs: number
  /** Aborted when the client begins to close. */
  readonly closed: AbortSignal
}

export interface Delivery {
  /** For writes that are waited for. */
  readonly outgoing: Outgoing
  readonly record: CapturePorts['record']
  readonly calls: Pick<AnnalsClient, 'emitSoon' | 'flush' | 'backlog' | 'refused'>
  readonly close: (limitMs: number) => Promise<Left>
}

/** All that gets to the store later. Without a spool nothing is started before the first `emitSoon`. */
export const createDelivery = (given: CreateDeliveryOptions): Delivery => {
  const { build, transport, gate, clock, retry, random, pause, behindMs, closed } = given
  const settings = deliverySettings(given.options)
  const stop = new AbortController()
  const own = new AsyncResource('annals.delivery')
  const outboxPorts = () => ({
    settings,
    clock,
    retry,
    random,
    pause,
    closed,
    stop,
    apart: <A>(work: () => A): A => own.runInAsyncScope(work),
    deliver: given.deliverUntil(stop.signal),
  })
  const spooled = given.spool === undefined ? undefined : spoolOutbox(given.spool, outboxPorts())
  let outbox: Outbox | undefined = spooled
  let closing: Promise<Left> | undefined

  // A spool is in the order of the calls itself, and a write is done once it is there.
  const turns = createTurns((key) => (spooled === undefined ? outbox?.settled(key, behindMs) : undefined))
  const outgoing = spooled === undefined ? directWrites(transport) : spooledWrites(spooled, transport, behindMs)

  return {
    outgoing: gatedWrites(outgoing, gate, turns),
    record: (subject, input) => turns.run([subject], () => outgoing.recordState(subject, input)),
    calls: {
      emitSoon: (given) => {
        const event = build.event(given)
        if (closing !== undefined) throw new ClientFailure({ _tag: 'Closed' }, { id: event.id })
        const rule = gate.ofEvent(event)
        if (rule !== undefined) {
          gate.leftOutSoon()
          return { id: event.id, ready: undefined, rule }
        }
        outbox ??= memoryOutbox(outboxPorts())
        const subject = subjectKey(event.subject)
        return { id: event.id, ready: outbox.putSoon(letterOf(event), subject, turns.ended(subject)) }
      },
      flush: async ({ limitMs = 10_000 } = {}) => (await outbox?.flush(limitMs)) ?? { left: 0 },
      backlog: () => outbox?.backlog() ?? nothing,
      refused: () => outbox?.refused() ?? none,
    },
    close: (limitMs) => (closing ??= outbox?.close(limitMs) ?? Promise.resolve({ spooled: 0, lost: 0 })),
  }
}

const nothing = {
  buffered: 0,
  bufferedBytes: 0,
  spooled: 0,
  spoolBytes: 0,
  spoolBytesMax: 0,
  delivered: 0,
  refused: 0,
  lost: 0,
  failures: 0,
  lastFailure: undefined,
  spoolFailure: undefined,
}

const none: AsyncIterable<never> = {
  [Symbol.asyncIterator]: () => ({ next: () => Promise.resolve({ done: true, value: undefined }) }),
}
