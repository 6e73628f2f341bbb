import { pause } from '../pause.js'

/** Waits longer after each failure in a row; ends early where the signal aborts. */
export const backOff = (failures: number, signal: AbortSignal): Promise<void> =>
  pause(Math.min(10_000, 250 * 2 ** failures), signal)
