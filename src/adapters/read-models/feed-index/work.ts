/** What answering one question may cost, so that none holds up the thread that serves the others. */
export interface Work {
  /** Throws TooMuchWork once more than the question may cost is spent. */
  readonly spend: (steps: number) => void
}

/** The question is given up. */
export class TooMuchWork extends Error {}

/** A step takes about 10 ns, so that a question is given up after about a second. */
export const maxSteps = 100_000_000

/** What the parts of an answer that are not bounded by the size of a page cost, in steps. */
export const stepsOf = {
  /** A value of a term field that is walked over. */
  term: 200,
  /** A block of such values that is looked for and read. */
  block: 1_000,
  /** A segment whose rows are marked and counted together. */
  segment: 2_000,
  /** A row that is counted by itself. */
  row: 4,
  /** A group that is told, or kept until all have been counted. */
  group: 100,
} as const

export const boundedWork = (most: number): Work => {
  let left = most
  return {
    spend: (steps) => {
      left -= steps
      if (left < 0) throw new TooMuchWork()
    },
  }
}
