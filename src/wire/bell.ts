/** A bell that stays rung until it is reset, for one who waits. */
export interface Bell {
  readonly ring: () => void
  readonly reset: () => void
  readonly rung: () => Promise<void>
}

export const createBell = (): Bell => {
  let isRung = false
  let wake: (() => void) | undefined
  return {
    ring: () => {
      isRung = true
      wake?.()
    },
    reset: () => {
      isRung = false
    },
    rung: () =>
      isRung
        ? Promise.resolve()
        : new Promise((resolve) => {
            wake = resolve
          }),
  }
}
