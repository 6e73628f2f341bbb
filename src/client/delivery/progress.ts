import { onAbort } from '../../application/on-abort.js'
import { ClientFailure } from '../client-failure.js'

/** Who waits for letters to arrive, by their place in the order in which they were put. */
export interface Progress {
  /** Counts letters; answers the place of the last. */
  readonly put: (letters: number) => number
  readonly last: () => number
  /** All up to a place have arrived. */
  readonly arrived: (through: number) => void
  /** Resolves with how many up to the place have not arrived: none, or those of which that is so after so many ms, or once the signal aborts. */
  readonly until: (place: number, limitMs: number, signal?: AbortSignal) => Promise<number>
}

export const createProgress = (): Progress => {
  let last = 0
  let through = 0
  const waiting = new Set<{ readonly place: number; readonly resolve: () => void }>()
  return {
    put: (letters) => (last += letters),
    last: () => last,
    arrived: (place) => {
      through = Math.max(through, place)
      for (const each of waiting) if (each.place <= through) each.resolve()
    },
    until: (place, limitMs, signal) =>
      new Promise((resolve) => {
        const left = (): number => Math.max(0, place - through)
        if (left() === 0 || signal?.aborted === true) {
          resolve(left())
          return
        }
        const end = (): void => {
          clearTimeout(timer)
          leave?.()
          waiting.delete(each)
          resolve(left())
        }
        const each = { place, resolve: end }
        const timer = setTimeout(end, limitMs)
        const leave = signal && onAbort(signal, end)
        waiting.add(each)
      }),
  }
}

/** Rejects where what was put before is not there in time, or the client is closed first. */
export const arrivedInTime = async (left: Promise<number>, closed: AbortSignal): Promise<void> => {
  const count = await left
  if (count === 0) return
  if (closed.aborted) throw new ClientFailure({ _tag: 'Closed' })
  const reason = `${count} events that were recorded before have not reached the store yet`
  throw new ClientFailure({ _tag: 'Unavailable', reason, retryAfterSeconds: 1 })
}
