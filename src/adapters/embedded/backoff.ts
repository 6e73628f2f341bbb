/** When the next attempt may be made: at once after a first failure, then after ever longer waits. */
export interface Backoff {
  readonly due: () => boolean
  readonly failed: () => void
  readonly succeeded: () => void
}

const firstWaitMs = 50
const longestWaitMs = 5_000

/** Waits of 0, 50, 100, 200 … ms, 5 s at most. Nothing waits here: a caller that comes too early is to be refused. */
export const createBackoff = (now: () => number = () => performance.now()): Backoff => {
  let failures = 0
  let notBefore = 0
  return {
    due: () => failures === 0 || now() >= notBefore,
    failed: () => {
      failures += 1
      notBefore = now() + (failures === 1 ? 0 : Math.min(longestWaitMs, firstWaitMs * 2 ** (failures - 2)))
    },
    succeeded: () => {
      failures = 0
    },
  }
}
