import { jsonTextBytes } from '../../domain/json-bytes.js'
import type { Json } from '../../domain/json.js'
import type { MutableJsonObject } from '../../domain/json-object.js'
import { put } from '../../domain/json-object.js'
import { limits } from '../../domain/limits.js'
import { parsePointer } from '../../domain/pointer.js'
import { refuse } from '../client-failure.js'
import { cleanText } from './clean-text.js'

export interface RedactionOptions {
  /** More names: a member whose name contains one, whatever its case and without `-` and `_`, becomes `[redacted]`. */
  readonly keys?: readonly string[] | undefined
  /** JSON Pointers into what is recorded, such as `/body/card/number`; `*` stands for any member or item. */
  readonly paths?: readonly string[] | undefined
  /** Takes the place of the default names; an empty list turns them off. */
  readonly defaultKeys?: readonly string[] | undefined
}

export interface ValueOptions {
  readonly redact?: RedactionOptions | undefined
  /** Bytes of JSON of the parameters, and of the result: 64 to 60,000, 8,192 by default. What is beyond becomes `[cut]`. */
  readonly maxValueBytes?: number | undefined
}

/** Names of what should never be in a log. */
export const sensitiveKeys: readonly string[] = [
  'password',
  'passwd',
  'passphrase',
  'secret',
  'token',
  'authorization',
  'cookie',
  'session',
  'credential',
  'apikey',
  'privatekey',
  'signature',
  'cardnumber',
  'cvv',
  'cvc',
  'iban',
]

/** A copy of any value at all as an event may have it: JSON, redacted, within bounds; a copy that was made here is its own. Never throws. */
export type CopyValue = (value: unknown) => Json

const maxDepth = 16
const maxNodes = 2_000
const maxTextChars = 2_048
const redacted = '[redacted]'
const cutMark = '[cut]'

export const createValueCopy = ({ redact = {}, maxValueBytes = 8_192 }: ValueOptions): CopyValue => {
  if (!(Number.isInteger(maxValueBytes) && maxValueBytes >= 64 && maxValueBytes <= limits.maxDataBytes - 5_536))
    refuse([{ field: 'maxValueBytes', message: 'must be an integer from 64 to 60,000' }])
  const keys = [...(redact.defaultKeys ?? sensitiveKeys), ...(redact.keys ?? [])].map(plain)
  const paths = (redact.paths ?? []).map(
    (path) => parsePointer(path) ?? refuse([{ field: 'redact.paths', message: `${path} is no JSON Pointer` }]),
  )
  const copies = new WeakSet<object>()
  return (value) => {
    if (typeof value === 'object' && value !== null && copies.has(value)) return value as Json
    const made = copy({ keys, bytesLeft: maxValueBytes, nodesLeft: maxNodes }, value, paths, 0)
    if (typeof made === 'object' && made !== null) copies.add(made)
    return made
  }
}

interface Walk {
  readonly keys: readonly string[]
  bytesLeft: number
  nodesLeft: number
}
type Paths = readonly (readonly string[])[]

const copy = (walk: Walk, given: unknown, paths: Paths, depth: number): Json => {
  // The mark itself fits always: whatever is beyond the bound is one mark for each container that is still open.
  if (walk.nodesLeft-- <= 0 || walk.bytesLeft <= 0) return cutMark
  if (paths.some((path) => path.length === 0)) return spent(walk, redacted)
  try {
    const value = typeof given === 'object' && given !== null ? jsonOf(given) : given
    if (typeof value === 'object' && value !== null) {
      if (depth >= maxDepth) return spent(walk, '[too deep]')
      return Array.isArray(value)
        ? copyItems(walk, value, paths, depth)
        : copyMembers(walk, value as Members, paths, depth)
    }
    return scalar(walk, value)
  } catch {
    return spent(walk, '[unreadable]')
  }
}

type Members = Readonly<Record<string, unknown>>

const jsonOf = (value: object): unknown => {
  if ('toJSON' in value && typeof value.toJSON === 'function' && !ArrayBuffer.isView(value))
    return (value as { toJSON: () => unknown }).toJSON()
  return ArrayBuffer.isView(value) ? `[${value.byteLength} bytes]` : value
}

const copyItems = (walk: Walk, items: readonly unknown[], paths: Paths, depth: number): Json => {
  const result: Json[] = []
  walk.bytesLeft -= 2
  for (const item of items) {
    walk.bytesLeft -= 1
    result.push(copy(walk, item === undefined ? null : item, inside(paths, undefined), depth + 1))
    if (walk.bytesLeft <= 0 || walk.nodesLeft <= 0) break
  }
  return result
}

const copyMembers = (walk: Walk, members: Members, paths: Paths, depth: number): Json => {
  const result: MutableJsonObject = {}
  walk.bytesLeft -= 2
  for (const key of Object.keys(members)) {
    const value = members[key]
    if (value === undefined || typeof value === 'function' || typeof value === 'symbol') continue
    // `$redacted` is the store's own word.
    const name = key === '$redacted' ? '[$redacted]' : cleanText(key, 256)
    walk.bytesLeft -= jsonTextBytes(name) + 2
    if (walk.bytesLeft <= 0 || walk.nodesLeft <= 0) {
      put<Json>(result, cutMark, true)
      break
    }
    const sensitive = walk.keys.length > 0 && isSensitive(walk.keys, key)
    put(result, name, sensitive ? spent(walk, redacted) : copy(walk, value, inside(paths, key), depth + 1))
  }
  return result
}

const scalar = (walk: Walk, value: unknown): Json => {
  switch (typeof value) {
    case 'string': {
      const text = cleanNul(value)
      if (jsonTextBytes(text) <= walk.bytesLeft) return spent(walk, text)
      walk.bytesLeft = 0
      return cutMark
    }
    case 'number':
      if (!Number.isFinite(value)) return spent(walk, String(value))
      return Number.isInteger(value) && !Number.isSafeInteger(value) ? spent(walk, String(value)) : spent(walk, value)
    case 'bigint':
      return spent(walk, String(value))
    case 'boolean':
      return spent(walk, value)
    case 'undefined':
    case 'function':
    case 'symbol':
    case 'object':
      return spent(walk, null)
  }
}

/** Texts keep their line breaks; U+0000 and lone surrogates no event may have. */
const cleanNul = (text: string): string => {
  const near = text.length > maxTextChars ? `${text.slice(0, maxTextChars - 1)}…` : text
  return (near.includes('\0') ? near.replaceAll('\0', '\uFFFD') : near).toWellFormed()
}

const spent = <A extends Json>(walk: Walk, value: A): A => {
  walk.bytesLeft -= typeof value === 'string' ? jsonTextBytes(value) : JSON.stringify(value).length + 1
  return value
}

/** `segment` is undefined for the items of an array. */
const inside = (paths: Paths, segment: string | undefined): Paths =>
  paths.length === 0
    ? paths
    : paths.filter(([first]) => first === '*' || first === segment).map((path) => path.slice(1))

const isSensitive = (keys: readonly string[], key: string): boolean => {
  const name = plain(key)
  return keys.some((sensitive) => name.includes(sensitive))
}

const plain = (key: string): string => key.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '')
