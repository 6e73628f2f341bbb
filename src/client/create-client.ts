import { v7 } from 'uuid'
import { pause as systemPause } from '../application/pause.js'
import type { SubjectRules } from '../domain/subject-rules.js'
import type { Clock } from '../ports/clock.js'
import type { IdSource } from '../ports/id-source.js'
import type { SpoolSource } from '../ports/spool.js'
import type { AnnalsClient } from './annals-client.js'
import { boundedCalls } from './bounded-calls.js'
import { createBuilder } from './build-input.js'
import type { CaptureOptions } from './capture/client-capture.js'
import { createCapture } from './capture/client-capture.js'
import { refuse } from './client-failure.js'
import { createDelivery } from './delivery/create-delivery.js'
import type { Delivery } from './delivery/create-delivery.js'
import type { DeliveryOptions } from './delivery/delivery-options.js'
import type { HttpOptions, HttpSettings } from './http/http-options.js'
import { httpSettings, maxTimerMs, retryDefaults } from './http/http-options.js'
import { httpTransport } from './http/http-transport.js'
import { inProcessTransport } from './in-process/in-process-transport.js'
import type { Store } from './in-process/store.js'
import { waitingWrites } from './in-process/waiting-writes.js'
import { reads } from './reads.js'
import type { Transport } from './transport.js'
import { writes } from './writes/writes.js'

export interface CommonOptions {
  /** ms since the epoch; the system's by default. */
  readonly clock?: Clock | undefined
  /** UUIDs of version 7 by default. */
  readonly ids?: Pick<IdSource, 'next'> | undefined
  /** By subject type (`*`: all others), the keys that identify the items of arrays: what the store is configured with as `arrayItemKeys`. */
  readonly arrayItemKeys?: Readonly<Record<string, NonNullable<SubjectRules['arrayItemKeys']>>> | undefined
  /**
   * What becomes of a write while the store takes nothing: it fails after `retry.attempts` (`raise`, the default); it waits (`wait`); or every write goes to a spool on this machine's disk, and from there to the store:
   * `spool({ folder })` of `annals/spool`.
   */
  readonly whenUnavailable?: 'raise' | 'wait' | SpoolSource | undefined
  readonly delivery?: DeliveryOptions | undefined
  /** What of all that is recorded here is sent. */
  readonly capture?: CaptureOptions | undefined
}

/** A server, or a store in this process: what `openAnnals` gives, or its `inTenant('…')`. */
export type ClientOptions = CommonOptions & (HttpOptions | { readonly store: Store })

/** A client. Throws a ClientFailure (InvalidInput) for an option that makes no sense. */
export const createClient = (options: ClientOptions): AnnalsClient => {
  const clock = options.clock ?? { now: Date.now }
  const ids = options.ids ?? { next: () => v7() }
  const { whenUnavailable = 'raise' } = options
  if (typeof whenUnavailable === 'string' && !['raise', 'wait'].includes(whenUnavailable))
    refuse([{ field: 'whenUnavailable', message: 'must be raise, wait or a spool' }])
  const connection = connectionOf(options)
  const closing = new AbortController()
  const transport = connection.transport({ clock, closed: closing.signal, waits: whenUnavailable === 'wait' })
  const build = createBuilder({ clock, ids })
  const record: Delivery['record'] = (subject, input) => delivery.record(subject, input)
  const { gate, calls } = createCapture({ build, record }, options.capture ?? {})
  const delivery = createDelivery({
    ...connection,
    build,
    gate,
    transport,
    options: options.delivery,
    clock,
    closed: closing.signal,
    behindMs: whenUnavailable === 'wait' ? maxTimerMs : connection.timeoutMs,
    spool: typeof whenUnavailable === 'string' ? undefined : whenUnavailable,
    deliverUntil: (closed) => connection.transport({ clock, closed, waits: false, attempts: 1 }).deliver,
  })
  return {
    ...writes({ outgoing: delivery.outgoing, build, ids, arrayItemKeys: options.arrayItemKeys ?? {} }),
    ...reads({ transport, closed: closing.signal }),
    ...delivery.calls,
    ...calls,
    close: ({ limitMs = 5_000 } = {}) => {
      closing.abort()
      return delivery.close(limitMs)
    },
  }
}

interface TransportOptions {
  readonly clock: Clock
  readonly closed: AbortSignal
  readonly waits: boolean
  readonly attempts?: number
}
type Connection = Pick<HttpSettings, 'retry' | 'random' | 'pause' | 'timeoutMs'> & {
  readonly transport: (options: TransportOptions) => Transport
}

const connectionOf = (options: ClientOptions): Connection => {
  if ('store' in options) {
    const settings = { retry: retryDefaults, random: Math.random, pause: systemPause, timeoutMs: 30_000 }
    return {
      ...settings,
      transport: ({ closed, waits }) => {
        const direct = inProcessTransport(options.store, closed)
        return waits ? waitingWrites(direct, { ...settings.retry, ...settings, closed }) : direct
      },
    }
  }
  const settings = httpSettings(options, systemPause)
  return {
    ...settings,
    transport: ({ attempts = settings.retry.attempts, ...ports }) =>
      httpTransport({
        ...ports,
        settings: { ...settings, retry: { ...settings.retry, attempts } },
        calls: boundedCalls(settings),
      }),
  }
}
