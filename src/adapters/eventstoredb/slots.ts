export interface Slots {
  /** Resolves once one is free, with what gives it back. */
  readonly take: () => Promise<() => void>
}

/** So many at a time; who comes first is first. */
export const createSlots = (count: number): Slots => {
  let free = count
  const waiting: (() => void)[] = []
  const release = (): void => {
    const next = waiting.shift()
    if (next === undefined) free += 1
    else next()
  }
  return {
    take: async (): Promise<() => void> => {
      if (free > 0) free -= 1
      else await new Promise<void>((resolve) => waiting.push(resolve))
      return release
    },
  }
}
