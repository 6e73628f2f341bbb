import { parsePointer } from '../../domain/pointer.js'
import type { HttpRequest } from './http-request.js'

/** Names of members, or JSON Pointers to deeper ones (`/address/city`). */
export interface ChosenParameters {
  readonly params?: readonly string[] | undefined
  readonly query?: readonly string[] | undefined
  readonly body?: readonly string[] | undefined
  readonly headers?: readonly string[] | undefined
}

/** What was chosen and is there: `{ params: { id: '42' }, body: { '/address/city': 'Bonn' } }`; undefined where nothing is. */
export const choose = (chosen: ChosenParameters, request: HttpRequest, params: unknown): unknown => {
  const parts = {
    params: members(params, chosen.params),
    query: members(request.query, chosen.query),
    body: members(request.body, chosen.body),
    headers: members(
      request.headers,
      chosen.headers?.map((name) => name.toLowerCase()),
    ),
  }
  const there = Object.entries(parts).filter(([, part]) => part !== undefined)
  return there.length === 0 ? undefined : Object.fromEntries(there)
}

export const members = (source: unknown, names: readonly string[] | undefined): object | undefined => {
  if (names === undefined || typeof source !== 'object' || source === null) return undefined
  const found = names.flatMap((name) => {
    const value = valueAt(source, name.startsWith('/') ? (parsePointer(name) ?? [name]) : [name])
    return value === undefined ? [] : [[keyOf(name), value] as const]
  })
  return found.length === 0 ? undefined : Object.fromEntries(found)
}

const valueAt = (source: unknown, path: readonly string[]): unknown =>
  path.reduce<unknown>(
    (value, key) =>
      typeof value === 'object' && value !== null && Object.hasOwn(value, key)
        ? (value as Readonly<Record<string, unknown>>)[key]
        : undefined,
    source,
  )

/** `/password` is as telling as `password`. */
const keyOf = (name: string): string => (/^\/[^/~]+$/.test(name) ? name.slice(1) : name)
