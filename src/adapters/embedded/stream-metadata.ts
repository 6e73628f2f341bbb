import { Buffer } from 'node:buffer'
import { randomUUID } from 'node:crypto'
import * as E from 'fp-ts/lib/Either.js'
import type { AppendError, ExpectedRevision, StreamAppend } from '../../ports/event-log.js'
import { metadataEventType, metadataStreamOf } from '../../ports/reserved-names.js'
import { checkDescribable } from './append-check.js'

/** What a stream's metadata says about reading it, as EventStoreDB names it: `$tb`, `$maxCount`, `$maxAge` (seconds). */
export interface StreamLimits {
  /** The first revision that may be read; 2^53-1 (or any larger number) cuts off everything: the stream is deleted softly. */
  readonly truncateBefore?: number
  readonly maxCount?: number
  readonly maxAgeSeconds?: number
}

export interface ParsedMetadata extends StreamLimits {
  readonly metadata: Readonly<Record<string, unknown>>
}

export const everythingCut = Number.MAX_SAFE_INTEGER

/**
 * Reads the data of a metadata event. What is not a JSON object is metadata without content, and a limit that is not a whole number in its range is no limit.
 * A number beyond 2^53-1 (EventStoreDB writes 2^63-1 for a soft delete) is rounded by JSON.parse; the event's bytes keep it whole.
 */
export const parseMetadata = (data: Uint8Array): ParsedMetadata => {
  const metadata = parseObject(data)
  const truncateBefore = wholeNumber(metadata['$tb'], 0)
  const maxCount = wholeNumber(metadata['$maxCount'], 1)
  const maxAgeSeconds = wholeNumber(metadata['$maxAge'], 1)
  return {
    metadata,
    ...(truncateBefore === undefined ? {} : { truncateBefore }),
    ...(maxCount === undefined ? {} : { maxCount }),
    ...(maxAgeSeconds === undefined ? {} : { maxAgeSeconds }),
  }
}

/** The append of a new event to the stream's metadata. Left where the stream can have none, or the metadata cannot be written. */
export const metadataAppend = (
  stream: string,
  expected: ExpectedRevision,
  metadata: Readonly<Record<string, unknown>>,
): E.Either<AppendError, StreamAppend> => {
  const wrong = checkDescribable(stream)
  const data = wrong === undefined ? serializeMetadata(metadata) : E.left(wrong)
  if (E.isLeft(data)) return E.left({ _tag: 'InvalidAppend', reason: data.left })
  const event = {
    id: randomUUID(),
    type: metadataEventType,
    isJson: true,
    data: data.right,
    metadata: Buffer.alloc(0),
  }
  return E.right({ stream: metadataStreamOf(stream), expected, events: [event] })
}

/** The bytes of a metadata event's data. Left says what is wrong with it. */
const serializeMetadata = (metadata: Readonly<Record<string, unknown>>): E.Either<string, Uint8Array> => {
  for (const [key, least] of limitKeys) {
    const value = Object.hasOwn(metadata, key) ? metadata[key] : undefined
    if (value !== undefined && wholeNumber(value, least) === undefined)
      return E.left(`${key} must be a whole number of at least ${least}`)
  }
  try {
    return E.right(Buffer.from(JSON.stringify(metadata)))
  } catch {
    return E.left('the metadata cannot be written as JSON')
  }
}

/** The same metadata with another `$tb`: what a softly deleted stream gets when it is written to again. */
export const withTruncateBefore = (data: Uint8Array, truncateBefore: number): Uint8Array =>
  Buffer.from(JSON.stringify({ ...parseObject(data), $tb: truncateBefore }))

const limitKeys = [
  ['$tb', 0],
  ['$maxCount', 1],
  ['$maxAge', 1],
] as const

const wholeNumber = (value: unknown, least: number): number | undefined =>
  typeof value === 'number' && Number.isInteger(value) && value >= least
    ? Math.min(value, Number.MAX_SAFE_INTEGER)
    : undefined

const parseObject = (data: Uint8Array): Readonly<Record<string, unknown>> => {
  try {
    const value: unknown = JSON.parse(Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString('utf8'))
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : {}
  } catch {
    return {}
  }
}
