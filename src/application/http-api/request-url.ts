import type { Subject } from '../../domain/event.js'
import { formatTime } from '../../domain/time.js'
import type { EventFilter } from '../../ports/read-models.js'
import { filterFields } from '../../ports/read-models.js'
import type { When } from '../operations.js'
import { patternText } from '../../domain/pattern.js'

/** Where a request goes: `url` is where the API is mounted; the tenant is told where one was chosen. */
export const targetOf = (
  url: string,
  path: string,
  query: URLSearchParams | undefined,
  tenant: string | undefined,
): URL => {
  const target = new URL(`${url.replace(/\/+$/, '')}${path}`)
  for (const [name, value] of query ?? []) target.searchParams.append(name, value)
  if (tenant !== undefined) target.searchParams.set('tenant', tenant)
  return target
}

/** An id with a slash goes into the query (`/v1/subjects/post/~?id=a%2Fb`), where no proxy decodes it. */
export const subjectPath = (
  { type, id }: Subject,
  rest: string,
  parameters: Readonly<Record<string, string>>,
): [path: string, { readonly query: URLSearchParams }] => {
  const query = new URLSearchParams(parameters)
  const inQuery = id === '~' || /[/\\]/.test(id)
  if (inQuery) query.set('id', id)
  return [`/v1/subjects/${encodeURIComponent(type)}/${inQuery ? '~' : encodeURIComponent(id)}${rest}`, { query }]
}

export const whenQuery = (when: When): Readonly<Record<string, string>> => {
  switch (when._tag) {
    case 'Now':
      return {}
    case 'Version':
      return { version: String(when.version) }
    case 'At':
      return { at: formatTime(when.at), by: when.by }
  }
}

export const filterQuery = ({ fields, since, until }: Omit<EventFilter, 'tenant'>): URLSearchParams => {
  const query = new URLSearchParams()
  for (const field of filterFields) {
    for (const pattern of fields[field]?.anyOf ?? []) query.append(field, patternText(pattern))
    for (const pattern of fields[field]?.noneOf ?? []) query.append(`${field}!`, patternText(pattern))
  }
  if (since !== undefined) query.set('since', formatTime(since))
  if (until !== undefined) query.set('until', formatTime(until))
  return query
}
