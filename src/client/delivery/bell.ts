/** Somebody waits to be called; a call that comes before is not forgotten. */
export const createBell = (stopped: AbortSignal) => {
  let called = false
  let hurried = false
  let onCall: (() => void) | undefined
  stopped.addEventListener('abort', () => onCall?.())
  const until = (isDone: () => boolean, ms?: number): Promise<void> =>
    new Promise((resolve) => {
      const end = (): void => {
        onCall = undefined
        clearTimeout(timer)
        resolve()
      }
      const timer = ms === undefined ? undefined : setTimeout(end, ms)
      onCall = () => {
        if (isDone() || stopped.aborted) end()
      }
      onCall()
    })
  return {
    ring: (now: boolean): void => {
      called = true
      hurried ||= now
      onCall?.()
    },
    /** Resolves once it was rung, and a little later unless it hurries. */
    rung: async (lingerMs: number): Promise<void> => {
      await until(() => called)
      if (lingerMs > 0) await until(() => hurried, lingerMs)
      called = false
      hurried = false
    },
  }
}
