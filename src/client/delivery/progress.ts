import { ClientFailure } from '../client-failure.js'

/** Who waits for letters to arrive, by their place in the order in which they were put. */
export interface Progress {
  /** Counts letters; answers the place of the last. */
  readonly put: (letters: number) => number
  readonly last: () => number
  /** All up to a place have arrived. */
  readonly arrived: (through: number) => void
  /** Resolves with how many up to the place have not arrived: none, or those of which that is so after so many ms. */
  readonly until: (place: number, limitMs: number) => Promise<number>
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
    until: (place, limitMs) =>
      new Promise((resolve) => {
        const end = (): void => {
          clearTimeout(timer)
          waiting.delete(each)
          resolve(Math.max(0, place - through))
        }
        const each = { place, resolve: end }
        const timer = setTimeout(end, limitMs)
        waiting.add(each)
        if (place <= through) end()
      }),
  }
}

/** Rejects where what was put before is not there in time. */
export const arrivedInTime = async (left: Promise<number>): Promise<void> => {
  const count = await left
  if (count === 0) return
  const reason = `${count} events that were recorded before have not reached the store yet`
  throw new ClientFailure({ _tag: 'Unavailable', reason, retryAfterSeconds: 1 })
}
