/** Where days begin, and what a time without an offset is in. */
export type Zone = 'local' | 'utc'

const unitMs = { m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 } as const
const ago = /^([1-9]\d{0,3})([mhdw])$/
const date = /^(\d{4})-(\d\d)-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,3}))?)?(Z|[+-]\d\d:\d\d)?)?$/i

export const timeTextHelp = 'so long ago (30m, 24h, 7d, 2w), “today”, a day (2026-11-24) or a time (2026-11-24T15:00)'

/** Whether a time is told from now on, and so moves. */
export const isRelative = (text: string): boolean => text === 'today' || ago.test(text)

/**
 * The time that a text means, in ms since the epoch: `7d` before `now`, `today`, a day, or a time with or without offset. What has no
 * offset is in `zone`. @returns undefined where it is none of these, or where there is no such day.
 */
export const timeOf = (text: string, now: number, zone: Zone): number | undefined => {
  const relative = ago.exec(text)
  if (relative !== null) return now - Number(relative[1]) * unitMs[relative[2] as keyof typeof unitMs]
  if (text === 'today') return startOfDay(now, zone)
  const found = date.exec(text)
  return found === null ? undefined : absoluteTime(text, found, zone)
}

const absoluteTime = (text: string, found: RegExpExecArray, zone: Zone): number | undefined => {
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = found
    .slice(1, 7)
    .map((part) => Number(part || 0))
  const milliseconds = Number((found[7] ?? '').padEnd(3, '0'))
  const isReal =
    month >= 1 && month <= 12 && day >= 1 && day <= daysIn(year, month) && hour < 24 && minute < 60 && second < 60
  if (!isReal) return undefined
  if (found[8] !== undefined) {
    const time = Date.parse(text.toUpperCase())
    return Number.isNaN(time) ? undefined : time
  }
  const at = [month - 1, day, hour, minute, second, milliseconds] as const
  const time = new Date(0)
  if (zone === 'utc') {
    time.setUTCFullYear(year, at[0], at[1])
    return time.setUTCHours(at[2], at[3], at[4], at[5])
  }
  time.setFullYear(year, at[0], at[1])
  return time.setHours(at[2], at[3], at[4], at[5])
}

const daysIn = (year: number, month: number): number => {
  const last = new Date(0)
  last.setUTCFullYear(year, month, 0)
  return last.getUTCDate()
}

const startOfDay = (now: number, zone: Zone): number => {
  const day = new Date(now)
  return zone === 'utc' ? day.setUTCHours(0, 0, 0, 0) : day.setHours(0, 0, 0, 0)
}
