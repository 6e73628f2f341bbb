import { onAbort } from './on-abort.js'

/** Waits so long; ends early where the signal aborts. */
export const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(() => {
      leave()
      resolve()
    }, ms)
    const leave = onAbort(signal, () => {
      clearTimeout(timer)
      resolve()
    })
  })

/** Waits longer after each failure in a row; ends early where the signal aborts. */
export const backOff = (failures: number, signal: AbortSignal): Promise<void> =>
  pause(Math.min(10_000, 250 * 2 ** failures), signal)
