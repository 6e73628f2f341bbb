/** Lets jobs that name the same key run one after another, in the order they came; a job with several keys waits for all of them. */
export interface SubjectLines {
  /** The job calls `release` as soon as the next in line may begin (at the latest when it ends). */
  readonly run: <T>(keys: readonly string[], job: (release: () => void) => Promise<T>) => Promise<T>
}

export const subjectLines = (): SubjectLines => {
  const tails = new Map<string, Promise<void>>()

  const run = async <T>(keys: readonly string[], job: (release: () => void) => Promise<T>): Promise<T> => {
    if (keys.length === 0) return job(nothing)
    let open: () => void = nothing
    const mine = new Promise<void>((resolve) => (open = resolve))
    const before: Promise<void>[] = []
    for (const key of keys) {
      const tail = tails.get(key)
      if (tail !== undefined) before.push(tail)
      tails.set(key, mine)
    }
    const release = (): void => {
      for (const key of keys) if (tails.get(key) === mine) tails.delete(key)
      open()
    }
    try {
      if (before.length === 1) await before[0]
      else if (before.length > 1) await Promise.all(before)
      return await job(release)
    } finally {
      release()
    }
  }

  return { run }
}

const nothing = (): void => undefined
