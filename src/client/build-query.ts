import type { When } from '../application/operations.js'
import { patternOf } from '../domain/pattern.js'
import type { FieldIssue } from '../domain/errors.js'
import { limits } from '../domain/limits.js'
import { parseTime } from '../domain/time.js'
import type { FieldFilter, FilterField, StatsField } from '../ports/read-models.js'
import { filterFields, statsFields, statsIntervals } from '../ports/read-models.js'
import type { ActivityOptions, HistoryOptions, StatsOptions, WhenOptions } from './annals-client.js'
import { refuse } from './client-failure.js'
import type { Filter, Transport } from './transport.js'

type Options = Readonly<Record<string, unknown>>

const closedSets: Readonly<Partial<Record<FilterField, readonly string[]>>> = {
  outcome: ['success', 'failure'],
  kind: ['change', 'activity'],
}

/** What is asked for, checked: each method throws InvalidInput, naming every wrong option. */
export const activityQuery = (options: ActivityOptions): Parameters<Transport['activity']>[0] =>
  reading(options, ['sort', 'order', 'limit', 'after'], (read) => ({
    ...filterOf(read),
    sort: read.oneOf('sort', ['occurredAt', 'position']) ?? 'occurredAt',
    order: read.oneOf('order', ['asc', 'desc']) ?? 'desc',
  }))

export const liveFilter = (options: object): Filter => reading(options, ['after', 'signal', 'onLost'], filterOf)

export const statsQuery = (options: StatsOptions): Parameters<Transport['stats']>[0] =>
  reading(options, ['groupBy', 'interval', 'timeZone', 'limit', 'after'], (read) => {
    const interval = read.oneOf('interval', statsIntervals)
    return {
      ...filterOf(read),
      groupBy: groupsOf(read),
      timeZone: read.text('timeZone')[0] ?? 'UTC',
      limit: read.integer('limit', 1, limits.maxPageSize) ?? limits.maxPageSize,
      ...(interval === undefined ? {} : { interval }),
    }
  })

export const historyQuery = (options: HistoryOptions): Parameters<Transport['history']>[1] =>
  reading(options, ['include', 'order', 'limit'], (read) => ({
    include: read.oneOf('include', ['changes', 'all']) ?? 'changes',
    order: read.oneOf('order', ['asc', 'desc']) ?? 'asc',
  }))

export const whenOf = (options: WhenOptions): When =>
  reading(options, ['version', 'at', 'by'], (read) => {
    const version = read.integer('version', 0, Number.MAX_SAFE_INTEGER)
    const at = read.time('at')
    const by = read.oneOf('by', ['occurred', 'recorded'])
    if (version !== undefined && at !== undefined) read.wrong('at', 'must not be there beside a version')
    if (by !== undefined && at === undefined) read.wrong('by', 'goes with "at" alone')
    if (at !== undefined) return { _tag: 'At', at, by: by ?? 'occurred' }
    return version === undefined ? { _tag: 'Now' } : { _tag: 'Version', version }
  })

export const limitOf = (options: object): number | undefined =>
  reading(options, undefined, (read) => read.integer('limit', 1, Number.MAX_SAFE_INTEGER))

/** A position of the log, as receipts and events have it. */
export const afterOf = (options: object, first: 0 | -1): string | undefined =>
  reading(options, undefined, (read) => {
    const [after] = read.text('after')
    if (after !== undefined && !(/^\d{1,16}$/.test(after) || (first < 0 && after === '-1')))
      read.wrong('after', `must be an event's position${first < 0 ? ', or -1' : ''}`)
    return after
  })

const filterOf = (read: Reader): Filter => {
  const fields: Partial<Record<FilterField, FieldFilter>> = {}
  for (const field of filterFields) {
    const filter = { ...patterns(read, field, field, 'anyOf'), ...patterns(read, field, `${field}!`, 'noneOf') }
    if (Object.keys(filter).length > 0) fields[field] = filter
  }
  const since = read.time('since')
  const until = read.time('until')
  return { fields, ...(since === undefined ? {} : { since }), ...(until === undefined ? {} : { until }) }
}

const patterns = (read: Reader, field: FilterField, name: string, part: keyof FieldFilter): FieldFilter => {
  const values = read.text(name)
  const allowed = closedSets[field]
  for (const value of values) {
    if (allowed !== undefined && !allowed.includes(value)) read.wrong(name, `must be one of ${allowed.join(', ')}`)
    // The empty path is the whole value: a creation or a deletion.
    else if (value === '' && field !== 'path') read.wrong(name, 'must not be empty')
  }
  return values.length === 0 ? {} : { [part]: values.map(patternOf) }
}

const groupsOf = (read: Reader): readonly StatsField[] => {
  const groups = read.text('groupBy')
  const known = groups.filter((name): name is StatsField => (statsFields as readonly string[]).includes(name))
  if (known.length < groups.length) read.wrong('groupBy', `must be of ${statsFields.join(', ')}`)
  if (groups.length > 2 || new Set(groups).size < groups.length) read.wrong('groupBy', 'must be at most two fields')
  return known
}

interface Reader {
  readonly wrong: (field: string, message: string) => void
  readonly text: (name: string) => readonly string[]
  readonly oneOf: <A extends string>(name: string, allowed: readonly A[]) => A | undefined
  readonly integer: (name: string, min: number, max: number) => number | undefined
  /** In ms since the epoch. */
  readonly time: (name: string) => number | undefined
}

const filterNames: readonly string[] = ['since', 'until', ...filterFields.flatMap((field) => [field, `${field}!`])]

/** Reads options; `others` are those beside a filter's that there may be, undefined where others look at that. */
const reading = <A>(given: object, others: readonly string[] | undefined, use: (read: Reader) => A): A => {
  const options = given as Options
  const issues: FieldIssue[] = []
  const wrong = (field: string, message: string): void => void issues.push({ field, message })
  if (others !== undefined)
    for (const name of Object.keys(options))
      if (!filterNames.includes(name) && !others.includes(name)) wrong(name, 'unknown option')
  const result = use({
    wrong,
    text: (name) => {
      const value = options[name]
      if (value === undefined) return []
      const values: readonly unknown[] = Array.isArray(value) ? value : [value]
      if (!values.every((each) => typeof each === 'string')) wrong(name, 'must be a text, or an array of texts')
      return values.filter((each) => typeof each === 'string')
    },
    oneOf: (name, allowed) => {
      const value = options[name]
      if (value === undefined) return undefined
      const found = allowed.find((each) => each === value)
      if (found === undefined) wrong(name, `must be one of ${allowed.join(', ')}`)
      return found
    },
    integer: (name, min, max) => {
      const value = options[name]
      if (value === undefined) return undefined
      if (typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max) return value
      wrong(name, `must be an integer from ${min} to ${max}`)
      return undefined
    },
    time: (name) => {
      const value = options[name]
      if (value === undefined) return undefined
      const ms = value instanceof Date ? value.getTime() : typeof value === 'string' ? parseTime(value) : undefined
      if (ms === undefined || Number.isNaN(ms)) wrong(name, 'must be a Date or an RFC 3339 time with an offset')
      return ms
    },
  })
  return issues.length > 0 ? refuse(issues) : result
}
