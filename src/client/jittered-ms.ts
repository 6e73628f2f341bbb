export interface BackOff {
  readonly baseMs: number
  readonly maxMs: number
}

/** How long to wait after so many failures in a row (1 and more): a random part of a time that doubles with each, so that not all who were refused come back at once. */
export const jitteredMs = ({ baseMs, maxMs }: BackOff, random: () => number, failures: number): number =>
  random() * Math.min(maxMs, baseMs * 2 ** Math.min(30, failures - 1))
