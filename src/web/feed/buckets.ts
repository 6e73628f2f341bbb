/** A count over a time, in ms since the epoch, as a bar of the timeline. */
export interface Bucket {
  readonly from: number
  /** The first ms after it. */
  readonly to: number
  readonly count: number
}

export type Interval = 'minute' | 'hour' | 'day' | 'week' | 'month'

const intervalMs: Readonly<Record<Interval, number>> = {
  minute: 60_000,
  hour: 3_600_000,
  day: 86_400_000,
  week: 604_800_000,
  month: 2_629_746_000,
}

const most = 200

/** The shortest interval of which no more than some two hundred are in a time. */
export const intervalFor = (ms: number): Interval =>
  (['minute', 'hour', 'day', 'week'] as const).find((interval) => ms / intervalMs[interval] <= most) ?? 'month'

export const isShorter = (a: Interval, b: Interval): boolean => intervalMs[a] < intervalMs[b]

/** The bars over a whole time: those of the answer, and empty ones where it has none. */
export const bucketsOver = (
  counted: readonly { readonly from: string; readonly to: string; readonly count: number }[],
  from: number,
  to: number,
  interval: Interval,
): readonly Bucket[] => {
  const buckets: Bucket[] = []
  const step = intervalMs[interval]
  let at = from
  const fillTo = (end: number): void => {
    // Intervals differ by an hour or by days: less than half of one is no bar of its own.
    while (end - at > step / 2 && buckets.length < 2 * most) {
      const next = end - at < step * 1.5 ? end : at + step
      buckets.push({ from: at, to: next, count: 0 })
      at = next
    }
  }
  for (const item of counted) {
    const begins = Date.parse(item.from)
    if (buckets.length === 0 && begins <= at) at = begins
    fillTo(begins)
    at = Date.parse(item.to)
    buckets.push({ from: begins, to: at, count: item.count })
  }
  fillTo(to)
  return buckets
}
