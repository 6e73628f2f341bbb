/** RFC 3339, section 5.6 (`date-time`); its year is four digits, its offset is required, T and Z may be lower case. */
const pattern = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d+))?(?:Z|([+-])(\d\d):(\d\d))$/i

const minuteMs = 60_000
const dayMs = 86_400_000
const firstMs = -62_167_219_200_000
const lastMs = 253_402_300_799_999

/**
 * The ms since the epoch of an RFC 3339 time with offset, or undefined: no such date, hour 24, a leap second (60),
 * no offset, or a time that lies outside the years 0000 to 9999 in UTC. Digits beyond the millisecond are cut off.
 */
export const parseTime = (text: string): number | undefined => {
  const match = pattern.exec(text)
  if (match === null) return undefined
  const [, year, month, day, hour, minute, second, fraction, sign, offsetHour, offsetMinute] = match
  const y = Number(year)
  const m = Number(month)
  const d = Number(day)
  if (m < 1 || m > 12 || d < 1 || d > daysInMonth(y, m)) return undefined
  const time = timeOfDay(Number(hour), Number(minute), Number(second))
  const offset = sign === undefined ? 0 : timeOfDay(Number(offsetHour), Number(offsetMinute), 0)
  if (time === undefined || offset === undefined) return undefined
  const ms = daysSinceEpoch(y, m, d) * dayMs + time + milliseconds(fraction) - (sign === '-' ? -offset : offset)
  return ms < firstMs || ms > lastMs ? undefined : ms
}

/** RFC 3339 in UTC with milliseconds, always 24 characters, so that texts sort as their times do. `ms` is what parseTime gives. */
export const formatTime = (ms: number): string => new Date(ms).toISOString()

const timeOfDay = (hour: number, minute: number, second: number): number | undefined =>
  hour > 23 || minute > 59 || second > 59 ? undefined : (hour * 60 + minute) * minuteMs + second * 1_000

const milliseconds = (fraction: string | undefined): number =>
  fraction === undefined ? 0 : Number(fraction.slice(0, 3).padEnd(3, '0'))

const daysInMonth = (year: number, month: number): number => {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31
}

/** Days from 1970-01-01 in the proleptic Gregorian calendar: years are counted from March, so that a leap day comes last. */
const daysSinceEpoch = (year: number, month: number, day: number): number => {
  const y = month > 2 ? year : year - 1
  const dayOfYear = Math.floor((153 * ((month + 9) % 12) + 2) / 5) + day - 1
  return y * 365 + Math.floor(y / 4) - Math.floor(y / 100) + Math.floor(y / 400) + dayOfYear - 719_468
}
