import { filterFields, timeFields } from './fields.js'
import type { FieldValues, Query } from './query.js'
import { termsOf } from './query.js'
import type { Zone } from './time-text.js'
import { timeOf } from './time-text.js'

/** Reads a query from an address, whose parameters have the names of the API's. Others are left alone. */
export const queryOf = (search: URLSearchParams): Query => {
  const times = timeFields.flatMap((field) => {
    const value = search.get(field)
    return value === null ? [] : [[field, value] as const]
  })
  return { is: valuesIn(search, ''), not: valuesIn(search, '!'), ...Object.fromEntries(times) }
}

const valuesIn = (search: URLSearchParams, mark: '' | '!'): FieldValues =>
  Object.fromEntries(
    filterFields.flatMap((field) => {
      const values = [...new Set(search.getAll(`${field}${mark}`))]
      return values.length === 0 ? [] : [[field, values]]
    }),
  )

/** The parameters of an address that has this query; times stay as they were written, so that `7d` moves on. */
export const addressOf = (query: Query): URLSearchParams => {
  const parameters = new URLSearchParams(
    termsOf(query).map(({ field, negated, value }): [string, string] => [`${field}${negated ? '!' : ''}`, value]),
  )
  for (const field of timeFields) {
    const value = query[field]
    if (value !== undefined) parameters.set(field, value)
  }
  return parameters
}

/** The API's parameters: the same, with times as RFC 3339 in UTC. What is no time is left as it is, for the API to refuse. */
export const apiParametersOf = (query: Query, now: number, zone: Zone): URLSearchParams => {
  const parameters = addressOf(query)
  for (const field of timeFields) {
    const time = timeOf(query[field] ?? '', now, zone)
    if (time !== undefined) parameters.set(field, new Date(time).toISOString())
  }
  return parameters
}
