import { onAbort } from '../../application/on-abort.js'
import type { Letter, RefusedLetter } from '../../ports/spool.js'
import type { Clock } from '../../ports/clock.js'
import { ClientFailure, mistakeOf } from '../client-failure.js'
import type { DelivererPorts, Source } from './deliverer.js'
import { startDeliverer } from './deliverer.js'
import type { Backlog, DeliverySettings } from './delivery-options.js'
import { refusedLetter } from './letters.js'
import type { Outbox } from './outbox.js'
import { parcelBuffer, parcelOf } from './parcel-buffer.js'
import { arrivedInTime, createProgress } from './progress.js'

export interface OutboxPorts extends Omit<
  DelivererPorts,
  'source' | 'settings' | 'onProgress' | 'stopped' | 'failureOf'
> {
  readonly settings: DeliverySettings
  readonly clock: Clock
  /** Aborted when the client begins to close: what goes to the store directly ends then. */
  readonly closed: AbortSignal
  /** Runs what goes on by itself in no caller's context: nobody's actor is taken for it, and no request is held by it. */
  readonly apart: <A>(work: () => A) => A
  /** Ends all that is under way; `deliver` rejects then. */
  readonly stop: AbortController
}

/** Of those that the store refused, so many are kept; all of them are told and counted. */
const refusedMax = 1_000

/** Letters in memory alone: what is left of them when the process ends is lost. */
export const memoryOutbox = (ports: OutboxPorts): Outbox => {
  const { settings, stop, closed } = ports
  const buffer = parcelBuffer(settings)
  const progress = createProgress()
  const lastOf = new Map<string, number>()
  const subjects: string[] = []
  /** What letters are delivered behind, by their place. */
  const behindOf = new Map<number, Promise<void>>()
  const refused: RefusedLetter[] = []
  let refusedCount = 0
  let arrived = 0
  let taken = 0
  let isClosed = false

  /** Until a letter may be delivered, or all ends. */
  const untilOpen = (place: number): Promise<void> =>
    new Promise((resolve) => {
      const leave = onAbort(stop.signal, resolve)
      void Promise.resolve(behindOf.get(place)).then(() => {
        leave()
        resolve()
      })
      behindOf.delete(place)
    })

  const source: Source = {
    take: async ({ events, bytes }) => {
      const letters: Letter[] = []
      let size = 0
      for (let parcel = buffer.at(taken - arrived); parcel !== undefined; parcel = buffer.at(taken - arrived)) {
        if (letters.length >= events || (letters.length > 0 && size + parcel.bytes > bytes)) break
        if (behindOf.has(taken + 1)) {
          if (letters.length > 0) break
          await untilOpen(taken + 1)
          if (stop.signal.aborted) break
        }
        letters.push(...parcel.letters)
        size += parcel.bytes
        taken += 1
      }
      return { letters, through: taken }
    },
    retire: (through) => {
      const done = subjects.splice(0, through - arrived)
      buffer.drop(through - arrived)
      const from = arrived
      arrived = through
      progress.arrived(through)
      // Behind those who were waiting for it: nobody who comes now overtakes them.
      queueMicrotask(() => {
        for (const [index, subject] of done.entries())
          if (lastOf.get(subject) === from + index + 1) lastOf.delete(subject)
      })
      return Promise.resolve()
    },
    setAside: (letter, error) => {
      const entry = refusedLetter(letter, error, ports.clock)
      refused.push(entry)
      if (refused.length > refusedMax) refused.shift()
      refusedCount += 1
      settings.onRefused?.(entry)
      return Promise.resolve(undefined)
    },
  }
  const deliverer = ports.apart(() =>
    startDeliverer({
      ...ports,
      source,
      stopped: stop.signal,
      failureOf: mistakeOf,
      onProgress: () => settings.onBacklog?.(backlog()),
    }),
  )

  const backlog = (): Backlog => ({
    buffered: buffer.letters(),
    bufferedBytes: buffer.bytes(),
    spooled: 0,
    spoolBytes: 0,
    spoolBytesMax: 0,
    refused: refusedCount,
    lost: 0,
    spoolFailure: undefined,
    ...deliverer.state(),
  })

  const flush = async (limitMs: number): Promise<{ readonly left: number }> => {
    deliverer.wake(true)
    return { left: await progress.until(progress.last(), limitMs) }
  }

  return {
    putSoon: (letter, subject, behind) => {
      if (isClosed) throw new ClientFailure({ _tag: 'Closed' }, { id: letter.id })
      const room = buffer.put(parcelOf([letter]))
      subjects.push(subject)
      const place = progress.put(1)
      lastOf.set(subject, place)
      if (behind !== undefined) behindOf.set(place, behind)
      deliverer.wake(progress.last() - arrived >= settings.maxEvents)
      return room
    },
    settled: (subject, limitMs) => {
      const place = lastOf.get(subject)
      if (place === undefined) return undefined
      deliverer.wake(true)
      return arrivedInTime(progress.until(place, limitMs, closed), closed)
    },
    flush,
    backlog,
    refused: async function* () {
      yield* await Promise.resolve([...refused])
    },
    close: async (limitMs) => {
      isClosed = true
      if (!stop.signal.aborted) await flush(limitMs)
      stop.abort()
      await deliverer.ended
      const lost = buffer.letters()
      buffer.close()
      return { spooled: 0, lost }
    },
  }
}
