/** Everybody else on this thread gets a turn at least this often while somebody's events are matched, in ms. */
const turnMs = 10

export const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

/** A clock for a loop that may go on for long without waiting. @returns whether it is time for `nextTurn`. */
export const turnClock = (): (() => boolean) => {
  let since = performance.now()
  return () => {
    const now = performance.now()
    if (now - since < turnMs) return false
    since = now
    return true
  }
}
