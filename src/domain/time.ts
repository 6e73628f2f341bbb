import type { JsonSchema } from './json-schema.js'

const secondMs = 1_000
const minuteMs = 60_000
const hourMs = 3_600_000
const dayMs = 86_400_000
/** The years that RFC 3339 can write, 0000 to 9999. */
const firstMs = -62_167_219_200_000
const lastMs = 253_402_300_799_999

/**
 * The ms since the epoch of an RFC 3339 time (section 5.6, `date-time`), or undefined: no such date, hour 24, a leap second
 * (60), no offset, or a time outside the years 0000 to 9999 in UTC. T and Z may be lower case; digits beyond the millisecond are cut
 * off. Without a regular expression, since it runs for every event that is written or read.
 */
export const parseTime = (text: string): number | undefined => {
  const date = dateOf(text)
  const time = timeOf(text, 11)
  const seconds = digits(text, 17, 2)
  const end = text.charCodeAt(19) === code.dot ? endOfDigits(text, 20) : 19
  const offset = offsetOf(text, end)
  if (!hasSeparators(text) || end === 20 || !(seconds <= 59)) return undefined
  const ms = date + time + seconds * secondMs + milliseconds(text, end) - offset
  return ms >= firstMs && ms <= lastMs ? ms : undefined
}

export const timeSchema: JsonSchema = { type: 'string', format: 'date-time' }

/** RFC 3339 in UTC with milliseconds, always 24 characters, so that texts sort as their times do. `ms` must be a time that parseTime can give. */
export const formatTime = (ms: number): string => {
  const day = Math.floor(ms / dayMs)
  if (day !== formattedDay) {
    formattedDate = new Date(day * dayMs).toISOString().slice(0, 11)
    formattedDay = day
  }
  const inDay = ms - day * dayMs
  const hours = twoDigits(inDay / hourMs)
  const minutes = twoDigits((inDay / minuteMs) % 60)
  const seconds = twoDigits((inDay / secondMs) % 60)
  const rest = inDay % secondMs
  return `${formattedDate}${hours}:${minutes}:${seconds}.${rest < 100 ? '0' : ''}${twoDigits(rest)}Z`
}

// Times mostly come one after another on one day: its text is kept, and a Date is made for each new day alone.
let formattedDay = 0
let formattedDate = '1970-01-01T'

const twoDigits = (value: number): string => {
  const whole = Math.floor(value)
  return whole < 10 ? `0${whole}` : String(whole)
}

const code = { plus: 43, dash: 45, dot: 46, zero: 48, colon: 58, T: 84, Z: 90, lowerCase: 32 } as const

const hasSeparators = (text: string): boolean =>
  text.charCodeAt(4) === code.dash &&
  text.charCodeAt(7) === code.dash &&
  (text.charCodeAt(10) & ~code.lowerCase) === code.T &&
  text.charCodeAt(16) === code.colon

/** The number that so many digits make; NaN, which makes the whole time NaN, where there are other characters or too few. */
const digits = (text: string, from: number, count: number): number => {
  let value = 0
  for (let i = from; i < from + count; i++) {
    const digit = text.charCodeAt(i) - code.zero
    if (!(digit >= 0 && digit <= 9)) return Number.NaN
    value = value * 10 + digit
  }
  return value
}

const endOfDigits = (text: string, from: number): number => {
  let end = from
  while (digits(text, end, 1) >= 0) end++
  return end
}

const milliseconds = (text: string, end: number): number =>
  end === 19 ? 0 : Math.floor(digits(text, 20, Math.min(3, end - 20)) * 10 ** (3 - Math.min(3, end - 20)))

/** `hh:mm` in ms. */
const timeOf = (text: string, from: number): number => {
  const hours = digits(text, from, 2)
  const minutes = digits(text, from + 3, 2)
  const isTime = hours <= 23 && minutes <= 59 && text.charCodeAt(from + 2) === code.colon
  return isTime ? (hours * 60 + minutes) * minuteMs : Number.NaN
}

/** `Z`, `+hh:mm` or `-hh:mm`, and then the end of the text; in ms. */
const offsetOf = (text: string, from: number): number => {
  const sign = text.charCodeAt(from)
  if ((sign & ~code.lowerCase) === code.Z) return text.length === from + 1 ? 0 : Number.NaN
  if (text.length !== from + 6 || (sign !== code.plus && sign !== code.dash)) return Number.NaN
  return sign === code.plus ? timeOf(text, from + 1) : -timeOf(text, from + 1)
}

/** `yyyy-mm-dd`: its midnight in ms since the epoch. */
const dateOf = (text: string): number => {
  const year = digits(text, 0, 4)
  const month = digits(text, 5, 2)
  const day = digits(text, 8, 2)
  const isDate = month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month)
  return isDate ? daysSinceEpoch(year, month, day) * dayMs : Number.NaN
}

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
