/** Those who wait for the rows to reach a position. */
export interface Waiters {
  /** Resolves true once `reached` was called with at least this position, false after `timeoutMs`. */
  readonly wait: (position: number, timeoutMs: number) => Promise<boolean>
  readonly reached: (position: number) => void
  /** Nobody need wait any longer. */
  readonly close: () => void
}

export const createWaiters = (): Waiters => {
  const waiting = new Set<{ readonly position: number; readonly end: (reached: boolean) => void }>()
  let present = -1
  return {
    wait: (position, timeoutMs) => {
      if (position <= present) return Promise.resolve(true)
      return new Promise((resolve) => {
        const waiter = {
          position,
          end: (reached: boolean) => {
            clearTimeout(timer)
            waiting.delete(waiter)
            resolve(reached)
          },
        }
        const timer = setTimeout(() => waiter.end(false), timeoutMs)
        waiting.add(waiter)
      })
    },
    reached: (position) => {
      present = position
      for (const waiter of waiting) if (waiter.position <= position) waiter.end(true)
    },
    close: () => {
      for (const waiter of waiting) waiter.end(false)
    },
  }
}
