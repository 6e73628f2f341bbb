import { subjectLines } from '../../application/subject-lines.js'
import type { Subject } from '../../domain/event.js'
import { subjectKey } from '../subject-key.js'

/** The order of writes by their subjects, whether somebody waits for them or not. */
export interface Turns {
  /**
   * Hands a write over when its turn comes: behind those about the same subjects that were handed in before, and what `emitSoon` took before; at once where nothing waits. `before` is done first, when it is
   * its turn.
   */
  readonly run: <A>(about: readonly Subject[], write: () => Promise<A>, before?: () => Promise<unknown>) => Promise<A>
  /** Resolves once all writes about a subject that were handed in have ended, one way or another; undefined where none is under way. */
  readonly ended: (key: string) => Promise<void> | undefined
}

/** `arrived`: what `emitSoon` took about a subject so far has reached the store; undefined where nothing is on its way. */
export const createTurns = (arrived: (key: string) => Promise<void> | undefined): Turns => {
  const lines = subjectLines()
  const underWay = new Map<string, Promise<void>>()

  /** Asked for at the call: what is taken later waits for this one. */
  const allArrived = (keys: readonly string[]): Promise<unknown> | undefined => {
    const waits = keys.map(arrived).filter((wait) => wait !== undefined)
    if (waits.length === 0) return undefined
    const all = Promise.all(waits)
    // Nobody may be waiting for it yet.
    all.catch(() => undefined)
    return all
  }

  const follow = (key: string, written: Promise<unknown>): void => {
    const ended: Promise<void> = Promise.allSettled([underWay.get(key), written]).then(() => {
      if (underWay.get(key) === ended) underWay.delete(key)
    })
    underWay.set(key, ended)
  }

  return {
    ended: (key) => underWay.get(key),
    run: (about, write, before) => {
      const keys = [...new Set(about.map(subjectKey))]
      const ahead = allArrived(keys)
      const written = lines.run(keys, async (release) => {
        if (ahead !== undefined) await ahead
        if (before !== undefined) await before()
        const handedOver = write()
        release()
        return handedOver
      })
      for (const key of keys) follow(key, written)
      return written
    },
  }
}
