import { AsyncResource } from 'node:async_hooks'
import type { Clock } from '../../ports/clock.js'
import type { SpoolSource } from '../../ports/spool.js'
import type { AnnalsClient } from '../annals-client.js'
import type { CaptureGate, CapturePorts } from '../capture/client-capture.js'
import { ClientFailure } from '../client-failure.js'
import type { Transport } from '../transport.js'
import type { WritePorts, Writes } from '../writes.js'
import { behindOutbox } from './behind-outbox.js'
import type { Deliver, DelivererPorts } from './deliverer.js'
import type { DeliveryOptions } from './delivery-options.js'
import { deliverySettings } from './delivery-options.js'
import { letterOf } from './letters.js'
import { memoryOutbox } from './memory-outbox.js'
import type { Left, Outbox } from './outbox.js'
import { spoolOutbox } from './spool-outbox.js'
import { spooledState, spooledWrites } from './spooled-writes.js'
import { subjectKey } from './subject-key.js'

export interface CreateDeliveryOptions extends Pick<DelivererPorts, 'retry' | 'random' | 'pause'> {
  readonly ports: Omit<WritePorts, 'transport'>
  readonly transport: Transport
  readonly gate: CaptureGate
  readonly options: DeliveryOptions | undefined
  readonly clock: Clock
  readonly spool: SpoolSource | undefined
  /** A way to the store until a signal aborts, one attempt a call. */
  readonly deliverUntil: (stopped: AbortSignal) => Deliver
  readonly timeoutMs: number
  /** Aborted when the client begins to close. */
  readonly closed: AbortSignal
}

export interface Delivery {
  /** Where writes go to a spool. */
  readonly writes: Writes | undefined
  /** The transport for writes that are waited for. */
  readonly behind: Transport
  readonly record: CapturePorts['record']
  readonly calls: Pick<AnnalsClient, 'emitSoon' | 'flush' | 'backlog' | 'refused'>
  readonly close: (limitMs: number) => Promise<Left>
}

/** All that gets to the store later. Without a spool nothing is started before the first `emitSoon`. */
export const createDelivery = (given: CreateDeliveryOptions): Delivery => {
  const { ports, transport, gate, clock, retry, random, pause, timeoutMs, closed } = given
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

  const behind = behindOutbox(transport, () => outbox, timeoutMs)

  return {
    writes: spooled && spooledWrites({ ...ports, transport, gate, outbox: spooled, limitMs: timeoutMs }),
    behind,
    record: spooled === undefined ? behind.recordState : spooledState(spooled),
    calls: {
      emitSoon: (given) => {
        const event = ports.build.event(given)
        if (closing !== undefined) throw new ClientFailure({ _tag: 'Closed' }, { id: event.id })
        const rule = gate.ofEvent(event)
        if (rule !== undefined) {
          gate.leftOutSoon()
          return { id: event.id, ready: undefined, rule }
        }
        outbox ??= memoryOutbox(outboxPorts())
        return { id: event.id, ready: outbox.putSoon(letterOf(event), subjectKey(event.subject)) }
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
