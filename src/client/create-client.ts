import { v7 } from 'uuid'
import { pause } from '../application/http-api/back-off.js'
import type { SubjectRules } from '../domain/subject-rules.js'
import type { Clock } from '../ports/clock.js'
import type { IdSource } from '../ports/id-source.js'
import type { AnnalsClient } from './annals-client.js'
import { boundedCalls } from './bounded-calls.js'
import { createBuilder } from './build-input.js'
import type { CaptureOptions } from './capture/client-capture.js'
import { capturing } from './capture/client-capture.js'
import type { HttpOptions } from './http/http-options.js'
import { httpSettings } from './http/http-options.js'
import { httpTransport } from './http/http-transport.js'
import { inProcessTransport } from './in-process/in-process-transport.js'
import type { Store } from './in-process/store.js'
import { reads } from './reads.js'
import type { Transport } from './transport.js'
import { writes } from './writes.js'

export interface CommonOptions {
  /** ms since the epoch; the system's by default. */
  readonly clock?: Clock | undefined
  /** UUIDs of version 7 by default. */
  readonly ids?: Pick<IdSource, 'next'> | undefined
  /** By subject type (`*`: all others), the keys that identify the items of arrays: what the store is configured with as `arrayItemKeys`. */
  readonly arrayItemKeys?: Readonly<Record<string, NonNullable<SubjectRules['arrayItemKeys']>>> | undefined
  /** What of all that is recorded here is sent. */
  readonly capture?: CaptureOptions | undefined
}

/** A server, or a store in this process: what `openAnnals` gives, or its `inTenant('…')`. */
export type ClientOptions = CommonOptions & (HttpOptions | { readonly store: Store })

/** A client. Throws a ClientFailure (InvalidInput) for an option that makes no sense. */
export const createClient = (options: ClientOptions): AnnalsClient => {
  const clock = options.clock ?? { now: Date.now }
  const ids = options.ids ?? { next: () => v7() }
  const closing = new AbortController()
  const build = createBuilder({ clock, ids })
  const { transport, capture } = capturing(transportOf(options, clock, closing.signal), build, options.capture ?? {})
  return {
    ...writes({ transport, build, ids, arrayItemKeys: options.arrayItemKeys ?? {} }),
    ...reads({ transport, closed: closing.signal }),
    ...capture,
    close: () => closing.abort(),
  }
}

const transportOf = (options: ClientOptions, clock: Clock, closed: AbortSignal): Transport => {
  if ('store' in options) return inProcessTransport(options.store, closed)
  const settings = httpSettings(options, pause)
  return httpTransport({ settings, clock, calls: boundedCalls(settings), closed })
}
