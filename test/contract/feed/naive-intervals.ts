import type { StatsInterval } from '../../../src/ports/read-models.js'

const minuteMs = 60_000
const quarterHourMs = 15 * minuteMs
const dayMs = 86_400_000

export const usualMs: Readonly<Record<StatsInterval, number>> = {
  minute: minuteMs,
  hour: 60 * minuteMs,
  day: dayMs,
  week: 7 * dayMs,
  month: 30.436875 * dayMs,
}

/** The times that this knows: more than 2026, in which all offsets are whole quarter-hours and change at whole ones. */
const first = Date.UTC(2025, 10, 1)
const last = Date.UTC(2027, 1, 1)

/**
 * The interval of a time of 2026. All quarter-hours are looked at: an interval is a run of those to which a wall calendar and clock give the same
 * label.
 */
export const naiveInterval = (
  timeZone: string,
  interval: StatsInterval,
  ms: number,
): { readonly from: string; readonly to: string } => {
  if (interval === 'minute') return texts(Math.floor(ms / minuteMs) * minuteMs, minuteMs)
  const starts = startsOf(timeZone, interval)
  const next = starts.findIndex((start) => start > ms)
  const [from = 0, to = 0] = [starts[next - 1], starts[next]]
  return texts(from, to - from)
}

const texts = (from: number, length: number) => ({
  from: new Date(from).toISOString(),
  to: new Date(from + length).toISOString(),
})

const known = new Map<string, readonly number[]>()

const startsOf = (timeZone: string, interval: Exclude<StatsInterval, 'minute'>): readonly number[] => {
  const key = `${timeZone} ${interval}`
  const starts = known.get(key) ?? findStarts(timeZone, interval)
  known.set(key, starts)
  return starts
}

const findStarts = (timeZone: string, interval: Exclude<StatsInterval, 'minute'>): readonly number[] => {
  const starts: number[] = []
  const clock = clockOf(timeZone)
  let before = ''
  for (let ms = first; ms < last; ms += quarterHourMs) {
    const label = labelOf[interval](clock(ms))
    if (label !== before) starts.push(ms)
    before = label
  }
  return starts
}

/** `2026-03-29 03:15:00 GMT+2`. */
const clockOf = (timeZone: string): ((ms: number) => string) => {
  const format = new Intl.DateTimeFormat('sv-SE', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    timeZoneName: 'shortOffset',
  })
  return (ms) => format.format(ms)
}

const labelOf: Record<Exclude<StatsInterval, 'minute'>, (clock: string) => string> = {
  hour: (clock) => clock.slice(0, 13) + clock.slice(19),
  day: (clock) => clock.slice(0, 10),
  week: (clock) => mondayOf(clock.slice(0, 10)),
  month: (clock) => clock.slice(0, 7),
}

const mondayOf = (date: string): string => {
  const day = new Date(`${date}T00:00:00Z`)
  while (day.getUTCDay() !== 1) day.setUTCDate(day.getUTCDate() - 1)
  return day.toISOString()
}
