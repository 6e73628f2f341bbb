const firstMs = 50
const longestMs = 2_000

/** How long to wait after so many failures (0: the first one) before the next attempt, in ms: 0, 50, 100, 200 … 2,000. */
export const retryDelayMs = (failures: number): number =>
  failures === 0 ? 0 : Math.min(longestMs, firstMs * 2 ** (failures - 1))
