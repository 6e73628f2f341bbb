import { changedPaths } from './changes.js'
import { decodeStoredBody } from './codecs/event-body.js'
import { isPlainObject } from './codecs/strict.js'
import type { FieldIssue } from './errors.js'
import type { Change, EventBody, EventKind, StoredEvent } from './event.js'
import { streamOf } from './stream-name.js'
import { formatTime, parseTime } from './time.js'

/** The version of the format that this code writes and reads. */
const formatVersion = 1

export interface EncodedEvent {
  readonly id: string
  readonly type: string
  readonly isJson: true
  readonly data: Uint8Array
  readonly metadata: Uint8Array
}

/** What is needed of an event of the log to read it. */
export interface RecordedLike {
  readonly stream: string
  readonly revision: number
  readonly position: number
  readonly id: string
  readonly type: string
  readonly isJson: boolean
  readonly data: Uint8Array
  readonly metadata: Uint8Array
}

export type Decoded =
  | { readonly _tag: 'Event'; readonly event: StoredEvent; readonly digest: string }
  /** Not written by Annals: to be left alone. */
  | { readonly _tag: 'Foreign' }
  /** Marked as one of Annals' own, and yet not readable as such. */
  | { readonly _tag: 'Undecodable'; readonly reason: string }

/**
 * An event as the log takes it. Its data is the body and the digest of the request that led to it; its metadata, which can
 * never be sealed or erased, has nothing personal. `recordedAt` is in ms since the epoch.
 */
export const encodeEvent = (args: {
  readonly body: EventBody
  readonly digest: string
  readonly kind: EventKind
  readonly recordedAt: number
}): EncodedEvent => {
  const { body, digest, kind, recordedAt } = args
  const metadata: Metadata = { annals: formatVersion, kind, recordedAt: formatTime(recordedAt) }
  if (body.transactionId !== undefined) metadata.$correlationId = body.transactionId
  if (body.causationId !== undefined) metadata.$causationId = body.causationId
  return {
    id: body.id,
    type: body.verb,
    isJson: true,
    data: encoder.encode(JSON.stringify(Object.assign({}, body, { digest }))),
    metadata: encoder.encode(JSON.stringify(metadata)),
  }
}

interface Metadata {
  annals: number
  kind: EventKind
  recordedAt: string
  $correlationId?: string
  $causationId?: string
}

/**
 * Reads any event of the log; never throws. Beyond its schema, its stream, id, type and kind must say what its body says.
 * Events of streams that begin with `$`, and those whose metadata has no `annals`, are foreign.
 */
export const decodeRecorded = (recorded: RecordedLike): Decoded => {
  if (recorded.stream.startsWith('$')) return foreign
  const metadata = parseJson(recorded.metadata)
  if (!isPlainObject(metadata) || !Object.hasOwn(metadata, 'annals')) return foreign
  if (metadata['annals'] !== formatVersion) return undecodable('it is of another version of the format')
  const { kind, recordedAt } = metadata
  if (kind !== 'change' && kind !== 'activity') return undecodable('its metadata has no kind')
  if (!isTime(recordedAt)) return undecodable('its metadata has no recordedAt')
  const data = parseJson(recorded.data)
  if (data === undefined) return undecodable('its data is no JSON')
  const decoded = decodeStoredBody(data)
  if (decoded._tag === 'Left') return undecodable(`its data is wrong: ${firstOf(decoded.left)}`)
  const { digest, ...body } = decoded.right
  const reason = contradiction(recorded, kind, body)
  return reason === undefined
    ? { _tag: 'Event', event: storedEvent(recorded, kind, recordedAt, body), digest }
    : undecodable(reason)
}

const foreign: Decoded = { _tag: 'Foreign' }
const undecodable = (reason: string): Decoded => ({ _tag: 'Undecodable', reason })

/** Two segments of the pointer, no more: further down, keys may be personal, and reasons go to logs. */
const firstOf = (issues: readonly FieldIssue[]): string => {
  const [issue] = issues
  return issue === undefined ? '' : `${issue.field.split('/', 3).join('/')} ${issue.message}`.trim()
}

/** Object.assign on an object of our own, and not a spread with more keys: that takes several times as long, for each event read. */
const storedEvent = (recorded: RecordedLike, kind: EventKind, recordedAt: string, body: EventBody): StoredEvent => {
  const { stream, revision } = recorded
  const version = kind === 'change' ? revision : null
  const event = Object.assign(body, {
    kind,
    stream,
    revision,
    version,
    position: String(recorded.position),
    recordedAt,
  })
  return kind === 'change' && body.change !== undefined
    ? Object.assign(event, { changedPaths: pathsOf(body.change) })
    : event
}

const pathsOf = (change: Change): readonly string[] => (change.kind === 'patch' ? changedPaths(change.delta) : [''])

const contradiction = (recorded: RecordedLike, kind: EventKind, body: EventBody): string | undefined => {
  const changes = body.change !== undefined && body.applied === undefined
  if (changes !== (kind === 'change')) return `it is no ${kind}, as its metadata says`
  if (body.applied !== undefined && body.change === undefined) return 'it has no change that was not applied'
  if (recorded.stream !== streamOf(kind, body.tenant, body.subject))
    return 'its stream is not that of its tenant and subject'
  if (recorded.id !== body.id) return 'its id is not the one in its data'
  if (recorded.type !== body.verb) return 'its type is not its verb'
  return isTime(body.occurredAt) ? undefined : 'its occurredAt is no time'
}

const isTime = (value: unknown): value is string => typeof value === 'string' && parseTime(value) !== undefined

/** The JSON value of UTF-8 bytes; undefined where they are none. */
const parseJson = (bytes: Uint8Array): unknown => {
  try {
    return JSON.parse(decoder.decode(bytes)) as unknown
  } catch {
    return undefined
  }
}

const encoder = new TextEncoder()
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
