import type { RefusedLetter, SpoolDamage } from '../../ports/spool.js'
import type { ClientError } from '../client-failure.js'
import { refuse } from '../client-failure.js'
import { integerOption } from '../integer-option.js'

/** How events that are not waited for get to the store: those of `emitSoon`, and all with a spool. */
export interface DeliveryOptions {
  /** In one request: events (1 to 1,000; default 500) and bytes of JSON (1 KiB to 8 MiB; default 1 MiB). */
  readonly maxEvents?: number | undefined
  readonly maxBytes?: number | undefined
  /** How long the first event after a pause waits for others to be sent with it (default 5 ms). */
  readonly lingerMs?: number | undefined
  /** In memory: events (default 20,000) and bytes of JSON (default 64 MiB). */
  readonly bufferEvents?: number | undefined
  readonly bufferBytes?: number | undefined
  /** Where there is no room, in memory or in the spool: a call fails (default), or it waits. */
  readonly whenFull?: 'raise' | 'wait' | undefined
  /**
   * An event that the store fails at (status 500) whenever it is sent alone is set aside as refused after so many such attempts (1 to 1,000,000; default 10), and not before so many ms since the first
   * (0 to 30 days, or Infinity: never; default 900,000, 15 minutes). A store that is away, overloaded or forbids it never counts.
   */
  readonly giveUpAttempts?: number | undefined
  readonly giveUpMs?: number | undefined
  /** Told after every attempt to deliver, and when the spool cannot take what is to be spooled. */
  readonly onBacklog?: ((backlog: Backlog) => void) | undefined
  /** Told of every event that the store refused for good. */
  readonly onRefused?: ((refused: RefusedLetter) => void) | undefined
  /** Told of what cannot be read of the spool. */
  readonly onDamage?: ((damage: SpoolDamage) => void) | undefined
}

/** What has not reached the store. */
export interface Backlog {
  /** Events in memory, and their bytes of JSON. */
  readonly buffered: number
  readonly bufferedBytes: number
  /** Events in the spool; bytes on its disk, and how many it may have. */
  readonly spooled: number
  readonly spoolBytes: number
  readonly spoolBytesMax: number
  /** Events that the store has taken since the client was made. */
  readonly delivered: number
  /** Events that it refused for good: those that `refused()` gives. */
  readonly refused: number
  /** Events that damage to the spool has taken. */
  readonly lost: number
  /** Attempts to deliver that failed in a row, and why the last one did. */
  readonly failures: number
  readonly lastFailure: ClientError | undefined
  /** Why the spool took nothing when it was last asked. */
  readonly spoolFailure: ClientError | undefined
}

type Told = 'onBacklog' | 'onRefused' | 'onDamage'
export type DeliverySettings = Readonly<{
  [Name in Exclude<keyof DeliveryOptions, Told>]-?: NonNullable<DeliveryOptions[Name]>
}> &
  Pick<DeliveryOptions, Told>

/** Options with their defaults. Throws InvalidInput, naming what is wrong. */
export const deliverySettings = (options: DeliveryOptions = {}): DeliverySettings => {
  const { whenFull = 'raise', giveUpMs = 900_000 } = options
  if (!['raise', 'wait'].includes(whenFull)) refuse([{ field: 'delivery.whenFull', message: 'must be raise or wait' }])
  return {
    maxEvents: integerOption('delivery.maxEvents', options.maxEvents ?? 500, 1, 1_000),
    maxBytes: integerOption('delivery.maxBytes', options.maxBytes ?? 1_048_576, 1_024, 8_388_608),
    lingerMs: integerOption('delivery.lingerMs', options.lingerMs ?? 5, 0, 60_000),
    bufferEvents: integerOption('delivery.bufferEvents', options.bufferEvents ?? 20_000, 1, 10_000_000),
    bufferBytes: integerOption('delivery.bufferBytes', options.bufferBytes ?? 67_108_864, 1_048_576, 2 ** 33),
    whenFull,
    giveUpAttempts: integerOption('delivery.giveUpAttempts', options.giveUpAttempts ?? 10, 1, 1_000_000),
    giveUpMs: giveUpMs === Infinity ? giveUpMs : integerOption('delivery.giveUpMs', giveUpMs, 0, 30 * 86_400_000),
    onBacklog: aside(options.onBacklog),
    onRefused: aside(options.onRefused),
    onDamage: aside(options.onDamage),
  }
}

/** What a listener throws is uncaught, as an emitter's would be, and stops no delivery. */
const aside = <A>(listener: ((told: A) => void) | undefined): ((told: A) => void) | undefined =>
  listener === undefined
    ? undefined
    : (told) => {
        try {
          listener(told)
        } catch (error) {
          queueMicrotask(() => {
            throw error
          })
        }
      }
