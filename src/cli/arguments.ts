import type { Party, Subject } from '../domain/event.js'
import type { Json } from '../domain/json.js'
import { checkId, checkType } from '../domain/names.js'
import { parseTime } from '../domain/time.js'
import { badInput } from './failure.js'

/** `type/id`, split at the first slash: `http/a/b` is the id `a/b` of the type `http`. */
export const parseSubject = (text: string, field = 'subject'): Subject => parsePair(text, field, 'post/42')

export const parseParty = (text: string, field: string, name?: string): Party => {
  const { type, id } = parsePair(text, field, 'user/u-7')
  return name === undefined ? { type, id } : { type, id, name }
}

const parsePair = (text: string, field: string, example: string): Subject => {
  const slash = text.indexOf('/')
  if (slash < 1) return badInput(field, `must be type/id, e.g. ${example}; got ${JSON.stringify(text)}`)
  const type = text.slice(0, slash)
  const id = text.slice(slash + 1)
  const wrongType = checkType(type)
  if (wrongType !== undefined) return badInput(field, `the type (before the first slash) ${wrongType}`)
  const wrongId = checkId(id)
  return wrongId === undefined ? { type, id } : badInput(field, `the id (behind the first slash) ${wrongId}`)
}

export const parseType = (text: string, field: string): string => {
  const wrong = checkType(text)
  return wrong === undefined ? text : badInput(field, `${wrong}; got ${JSON.stringify(text)}`)
}

export const parseInteger = (text: string, field: string, minimum: number, maximum: number): number => {
  const value = /^-?\d{1,16}$/.test(text) ? Number(text) : Number.NaN
  return value >= minimum && value <= maximum
    ? value
    : badInput(field, `must be an integer from ${minimum} to ${maximum}; got ${JSON.stringify(text)}`)
}

/** A time in ms since the epoch. */
export const parseTimeOption = (text: string, field: string): number =>
  parseTime(text) ??
  badInput(field, `must be an RFC 3339 time with offset, e.g. 2026-11-23T03:14:00Z; got ${JSON.stringify(text)}`)

export const parseJson = (text: string, field: string): Json => {
  try {
    return JSON.parse(text) as Json
  } catch (error) {
    return badInput(field, `must be JSON: ${(error as Error).message}`)
  }
}

export const parseChoice = <Choice extends string>(text: string, field: string, choices: readonly Choice[]): Choice =>
  choices.find((choice) => choice === text) ??
  badInput(field, `must be one of ${choices.join(', ')}; got ${JSON.stringify(text)}`)

const durationUnitsMs = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 } as const

/** `90d`, `12h`, `30m`, `45s`, `2w`: in ms. */
export const parseDuration = (text: string, field: string): number => {
  const match = /^(\d{1,6})([smhdw])$/.exec(text)
  const amount = Number(match?.[1])
  const unit = match?.[2] as keyof typeof durationUnitsMs | undefined
  return unit === undefined || amount === 0
    ? badInput(field, `must be a duration such as 90d, 12h or 30m; got ${JSON.stringify(text)}`)
    : amount * durationUnitsMs[unit]
}
