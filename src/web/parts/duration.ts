import { once } from './once.js'

const numbers = once(() => new Intl.NumberFormat(undefined, { maximumSignificantDigits: 3 }))

/** A duration in the unit that it is best read in: `842 ms`, `1.2 s`, `3 min`. */
export const duration = (ms: number): string => {
  if (ms < 1_000) return `${numbers().format(ms)} ms`
  if (ms < 120_000) return `${numbers().format(ms / 1_000)} s`
  if (ms < 7_200_000) return `${numbers().format(ms / 60_000)} min`
  return ms < 172_800_000 ? `${numbers().format(ms / 3_600_000)} h` : `${numbers().format(ms / 86_400_000)} d`
}
