import { subjectLines } from '../application/subject-lines.js'
import { ClientFailure } from './client-failure.js'

export interface CallLimits {
  /** Requests under way at a time. */
  readonly maxInFlight: number
  /** Calls that wait for that, or for an earlier call about the same subject. */
  readonly maxWaiting: number
}

export interface BoundedCalls {
  /** Runs a call when its turn comes: after earlier ones with a key of its own, and while no more than `maxInFlight` are under way. Rejects with Overloaded where too many wait. */
  readonly run: <A>(keys: readonly string[], call: () => Promise<A>) => Promise<A>
}

export const boundedCalls = ({ maxInFlight, maxWaiting }: CallLimits): BoundedCalls => {
  const lines = subjectLines()
  const queue: (() => void)[] = []
  let free = maxInFlight
  let pending = 0

  const inSlot = async <A>(call: () => Promise<A>): Promise<A> => {
    if (free > 0) free--
    else await new Promise<void>((resolve) => queue.push(resolve))
    try {
      return await call()
    } finally {
      // The slot goes to the next one directly: a call that comes in between does not overtake it.
      const next = queue.shift()
      if (next === undefined) free++
      else next()
    }
  }

  return {
    run: async (keys, call) => {
      if (pending >= maxInFlight + maxWaiting) {
        const reason = `${pending} calls of this client are under way or waiting already`
        throw new ClientFailure({ _tag: 'Overloaded', reason, retryAfterSeconds: 1 })
      }
      pending++
      try {
        return await (keys.length === 0 ? inSlot(call) : lines.run([...new Set(keys)], () => inSlot(call)))
      } finally {
        pending--
      }
    },
  }
}
