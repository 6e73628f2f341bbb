import { Buffer } from 'node:buffer'
import type { ReadResp } from '@eventstore/db-client/generated/streams_pb.js'
import type { RecordedEvent } from '../../ports/event-log.js'

type Resolved = ReadResp.ReadEvent
type Stored = ReadResp.ReadEvent.RecordedEvent

/** `created` is in .NET ticks of 100 ns since the epoch. */
const ticksPerMs = 10_000n

/**
 * The event as the server stored it, its bytes untouched. Links are not followed.
 * A tombstone's revision, 2^63-1, becomes 2^53-1. Undefined for what holds no event, or one of a stream that has no name here.
 */
export const toRecorded = (
  resolved: Resolved,
  nameOf: (serverName: string) => string | undefined,
): RecordedEvent | undefined => {
  const stored: Stored | undefined = resolved.getLink() ?? resolved.getEvent()
  if (stored === undefined) return undefined
  const stream = nameOf(Buffer.from(stored.getStreamIdentifier()?.getStreamName_asU8() ?? []).toString('utf8'))
  if (stream === undefined) return undefined
  const properties = stored.getMetadataMap()
  return {
    stream,
    revision: clamped(stored.getStreamRevision()),
    position: positionOf(stored.getCommitPosition()),
    id: stored.getId()?.getString().toLowerCase() ?? '',
    type: properties.get('type') ?? '',
    isJson: properties.get('content-type') === 'application/json',
    data: stored.getData_asU8(),
    metadata: stored.getCustomMetadata_asU8(),
    created: Number(BigInt(properties.get('created') ?? 0) / ticksPerMs),
  }
}

/** The place in the log, of whatever it is; -1 for what holds no event. @throws Error for one out of range. */
export const positionIn = (resolved: Resolved): number =>
  positionOf((resolved.getLink() ?? resolved.getEvent())?.getCommitPosition() ?? -1)

/** @throws Error for a position that JavaScript's numbers do not hold (beyond 2^53-1 bytes of log). */
export const positionOf = (text: string | number): number => {
  const position = Number(text)
  if (!Number.isSafeInteger(position)) throw new Error(`position ${text} is out of range`)
  return position
}

const clamped = (text: string | number): number => Math.min(Number(text), Number.MAX_SAFE_INTEGER)
