import { onAbort } from '../../application/on-abort.js'
import { pause } from '../../application/pause.js'
import type { Letter, Spool, SpoolError, SpoolSource } from '../../ports/spool.js'
import type { ClientError } from '../client-failure.js'
import { ClientFailure } from '../client-failure.js'
import { startDeliverer } from './deliverer.js'
import type { Deliverer } from './deliverer.js'
import type { Backlog } from './delivery-options.js'
import { refusedLetter } from './letters.js'
import type { OutboxPorts } from './memory-outbox.js'
import type { Outbox } from './outbox.js'
import type { Parcel } from './parcel-buffer.js'
import { parcelBuffer, parcelOf } from './parcel-buffer.js'
import { arrivedInTime, createProgress } from './progress.js'
import { feedSpool } from './feed-spool.js'

export interface SpoolOutbox extends Outbox {
  /** Resolves once all letters are in the spool, durably. Rejects where they cannot be, or (unless calls wait) where there is no room for them. */
  readonly put: (letters: readonly Letter[]) => Promise<void>
}

/** Letters go to the spool, many with one sync, and from there to the store. */
export const spoolOutbox = (source: SpoolSource, ports: OutboxPorts): SpoolOutbox => {
  const { settings, stop, clock, closed } = ports
  const troubleOf = (error: unknown): SpoolError => ({
    _tag: 'SpoolFailed',
    folder: source.folder,
    reason: error instanceof Error ? error.message : String(error),
  })
  const buffer = parcelBuffer(settings)
  const progress = createProgress()
  let spool: Spool | undefined
  let deliverer: Deliverer | undefined
  let spoolFailure: ClientError | undefined
  let isClosed = false

  const left = (): number => buffer.letters() + (spool?.status().waiting ?? 0)
  const tell = (): void => settings.onBacklog?.(backlog())
  const arrived = (): void => {
    if (spool !== undefined) progress.arrived(progress.last() - left())
  }

  const begin = (opened: Spool): void => {
    spool = opened
    progress.put(opened.status().waiting)
    deliverer = startDeliverer({
      ...ports,
      source: {
        take: opened.read,
        retire: async (through) => {
          await opened.retire(through)
          arrived()
          feeder.roomAgain()
        },
        setAside: async (letter, error) => {
          const before = opened.status().refused
          const refused = refusedLetter(letter, error, clock)
          const failure = await opened.setAside(refused)
          if (failure === undefined && opened.status().refused > before) settings.onRefused?.(refused)
          return failure
        },
      },
      stopped: stop.signal,
      failureOf: troubleOf,
      onProgress: tell,
    })
  }

  const feeder = feedSpool({
    buffer,
    open: async () => {
      if (spool !== undefined) return spool
      const opened = await source.open((damage) => settings.onDamage?.(damage)).catch(troubleOf)
      if ('_tag' in opened) return opened
      begin(opened)
      return opened
    },
    waits: settings.whenFull === 'wait',
    pause: ports.pause,
    stopped: stop.signal,
    apart: ports.apart,
    onFed: () => {
      spoolFailure = undefined
      deliverer?.wake((spool?.status().waiting ?? 0) >= settings.maxEvents)
    },
    onFailed: (error) => {
      spoolFailure = error
      arrived()
      tell()
    },
  })

  const backlog = (): Backlog => {
    const status = spool?.status()
    return {
      buffered: buffer.letters(),
      bufferedBytes: buffer.bytes(),
      spooled: status?.waiting ?? 0,
      spoolBytes: status?.bytes ?? 0,
      spoolBytesMax: status?.bytesMax ?? 0,
      refused: status?.refused ?? 0,
      lost: status?.lost ?? 0,
      spoolFailure,
      ...(deliverer?.state() ?? { delivered: 0, failures: 0, lastFailure: undefined }),
    }
  }

  const put = (parcel: Parcel): Promise<void> | undefined => {
    if (isClosed) throw new ClientFailure({ _tag: 'Closed' }, { id: parcel.letters[0]?.id })
    const room = buffer.put(parcel)
    progress.put(parcel.letters.length)
    feeder.feed()
    return room
  }

  const flushed = async (limitMs: number, signal?: AbortSignal): Promise<number> => {
    const endsAt = performance.now() + limitMs
    // What an earlier process left comes first, and is counted once it is open.
    const isOpen = new AbortController()
    const leave = signal && onAbort(signal, () => isOpen.abort())
    await Promise.race([feeder.opened(), pause(limitMs, isOpen.signal)])
    isOpen.abort()
    leave?.()
    deliverer?.wake(true)
    arrived()
    return progress.until(progress.last(), Math.max(0, endsAt - performance.now()), signal)
  }
  const flush = async (limitMs: number): Promise<{ readonly left: number }> => ({ left: await flushed(limitMs) })

  feeder.feed()
  return {
    put: (letters) =>
      new Promise((done, fail) => {
        put(parcelOf(letters, { done, fail }))?.catch(fail)
      }),
    putSoon: (letter) => put(parcelOf([letter])),
    settled: (_subject, limitMs) => (left() === 0 ? undefined : arrivedInTime(flushed(limitMs, closed), closed)),
    flush,
    backlog,
    refused: async function* () {
      const opened = await feeder.opened()
      if ('_tag' in opened) throw new ClientFailure(opened)
      yield* opened.refused()
    },
    close: async (limitMs) => {
      isClosed = true
      if (!stop.signal.aborted) await flush(limitMs)
      stop.abort()
      buffer.close()
      await feeder.end()
      await deliverer?.ended
      const lost = buffer.letters()
      const spooled = spool?.status().waiting ?? 0
      await spool?.close()
      return { spooled, lost }
    },
  }
}
