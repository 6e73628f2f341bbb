import { changedPaths } from './changes.js'
import { decodeStoredBody } from './codecs/event-body.js'
import { isPlainObject } from './codecs/strict.js'
import type { FieldIssue } from './errors.js'
import type { Change, EventBody, EventKind, StoredEvent } from './event.js'
import { isNestedDeeperThan } from './json-depth.js'
import { streamOf } from './stream-name.js'
import { formatTime, parseTime } from './time.js'

/** The version of the format that this code writes and reads. */
const formatVersion = 1

/** Far beyond what is ever taken, and far from what whoever walks through an event could not: what is deeper is not read. */
const maxDepth = 256

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
  return {
    id: body.id,
    type: body.verb,
    isJson: true,
    // Put together as text, which takes half as long as a copy of the body with one more key.
    data: toBytes(`${JSON.stringify(body).slice(0, -1)},"digest":${JSON.stringify(digest)}}`),
    metadata: toBytes(metadataText(body, kind, recordedAt)),
  }
}

const metadataText = ({ transactionId, causationId }: EventBody, kind: EventKind, recordedAt: number): string => {
  let text = `{"annals":${formatVersion},"kind":"${kind}","recordedAt":"${formatTime(recordedAt)}"`
  if (transactionId !== undefined) text += `,"$correlationId":${JSON.stringify(transactionId)}`
  if (causationId !== undefined) text += `,"$causationId":${JSON.stringify(causationId)}`
  return text + '}'
}

const blockBytes = 65_536
let block = new Uint8Array(blockBytes)
let blockUsed = 0

/** Short texts share a block of memory: one of its own for each takes longer than to encode it. What has been given out is never written again. */
const toBytes = (text: string): Uint8Array => {
  const most = text.length * 3
  if (most > blockBytes / 8) return encoder.encode(text)
  if (blockUsed + most > blockBytes) {
    block = new Uint8Array(blockBytes)
    blockUsed = 0
  }
  const start = blockUsed
  blockUsed += encoder.encodeInto(text, block.subarray(start)).written
  return block.subarray(start, blockUsed)
}

/**
 * Reads any event of the log; never throws. Beyond its schema, its stream, id, type and kind must say what its body says.
 * Events of streams that begin with `$`, and those whose metadata has no `annals`, are foreign. `dataText` is for those who have it already.
 */
export const decodeRecorded = (recorded: RecordedLike, dataText = textOf(recorded.data)): Decoded => {
  if (recorded.stream.startsWith('$')) return foreign
  const metadata = parseJson(textOf(recorded.metadata))
  if (!isPlainObject(metadata) || !Object.hasOwn(metadata, 'annals')) return foreign
  if (metadata['annals'] !== formatVersion) return undecodable('it is of another version of the format')
  const { kind, recordedAt } = metadata
  if (kind !== 'change' && kind !== 'activity') return undecodable('its metadata has no kind')
  if (!isTime(recordedAt)) return undecodable('its metadata has no recordedAt')
  if (dataText !== undefined && isNestedDeeperThan(dataText, maxDepth))
    return undecodable(`its data is nested more than ${maxDepth} deep`)
  const data = parseJson(dataText)
  if (data === undefined) return undecodable('its data is no JSON')
  const decoded = decodeStoredBody(data)
  if (decoded._tag === 'Left') return undecodable(`its data is wrong: ${firstOf(decoded.left)}`)
  const { digest, ...body } = decoded.right
  const reason = contradiction(recorded, kind, body)
  return reason === undefined
    ? { _tag: 'Event', event: storedEvent(recorded, kind, recordedAt, body), digest }
    : undecodable(reason)
}

/**
 * The JSON text of an event read from data of this text, in half the time of JSON.stringify: the text as it was stored, with what
 * decoding adds to the body in place of the digest, which is the last key that `encodeEvent` writes.
 */
export const storedEventJson = (event: StoredEvent, digest: string, dataText: string): string => {
  const end = dataText.length - digest.length - digestKey.length - 5
  const asWritten =
    dataText.endsWith(`,${digestKey}:"${digest}"}`) &&
    dataText.indexOf(digestKey) === end + 1 &&
    // A key can also be spelt with escapes: then there may be a second digest.
    !dataText.includes('\\u00')
  if (!asWritten) return JSON.stringify(event)
  const { kind, stream, revision, version, position, recordedAt, changedPaths: paths } = event
  return (
    `${dataText.slice(0, end)},"kind":"${kind}","stream":${JSON.stringify(stream)},"revision":${revision},` +
    `"version":${version},"position":"${position}","recordedAt":"${recordedAt}"` +
    (paths === undefined ? '}' : `,"changedPaths":${JSON.stringify(paths)}}`)
  )
}

const digestKey = '"digest"'

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

/** The text of UTF-8 bytes; undefined where they are none. */
export const textOf = (bytes: Uint8Array): string | undefined => {
  try {
    return decoder.decode(bytes)
  } catch {
    return undefined
  }
}

const parseJson = (text: string | undefined): unknown => {
  if (text === undefined) return undefined
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}

const encoder = new TextEncoder()
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
