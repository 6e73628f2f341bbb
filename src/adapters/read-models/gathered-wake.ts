/** Passes news on at once when it has been quiet, and otherwise gathers what comes, so that a stream of single events is not a stream of small transactions. */
export interface GatheredWake {
  readonly news: () => void
  /** Somebody waits for what has been gathered: passes it on now. */
  readonly hurry: () => void
  readonly close: () => void
}

export const gatheredWake = (wake: () => void, gatherMs: number): GatheredWake => {
  let pending = false
  let timer: NodeJS.Timeout | undefined

  const pass = (): void => {
    clearTimeout(timer)
    timer = setTimeout(elapsed, gatherMs)
    timer.unref()
    pending = false
    wake()
  }
  const elapsed = (): void => {
    timer = undefined
    if (pending) pass()
  }

  return {
    news: () => {
      if (timer === undefined) pass()
      else pending = true
    },
    hurry: () => {
      if (pending) pass()
    },
    close: () => {
      clearTimeout(timer)
      timer = undefined
      pending = false
    },
  }
}
