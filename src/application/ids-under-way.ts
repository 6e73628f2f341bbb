/** The ids of requests that are not answered yet: of two twins the second waits for what the first one is answered. */
export interface IdsUnderWay {
  /** Runs the job once no other with one of these ids is under way. */
  readonly run: <T>(ids: readonly string[], job: () => Promise<T>) => Promise<T>
}

/** An id as it is told apart: within its tenant. */
export const idInTenant = (tenant: string, id: string): string => `${tenant}\n${id}`

export const idsUnderWay = (): IdsUnderWay => {
  const running = new Map<string, Promise<unknown>>()
  return {
    run: async (ids, job) => {
      if (ids.length === 0) return job()
      for (;;) {
        const others: Promise<unknown>[] = []
        for (const id of ids) {
          const other = running.get(id)
          if (other !== undefined) others.push(other)
        }
        if (others.length === 0) break
        await Promise.allSettled(others)
      }
      const mine = job()
      for (const id of ids) running.set(id, mine)
      try {
        return await mine
      } finally {
        for (const id of ids) running.delete(id)
      }
    },
  }
}
