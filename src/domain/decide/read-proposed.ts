import { decodeAdmittedBody } from '../codecs/admitted-body.js'
import type { FieldIssue } from '../errors.js'
import type { StoredEvent } from '../event.js'
import { limits } from '../limits.js'
import { grouped } from '../names.js'
import { decodeRecorded, textOf } from '../stored-event.js'
import type { RecordedLike } from '../stored-event.js'
import { parseStream } from '../stream-name.js'

/** An event that somebody else has written, byte by byte as it is to be stored. */
export type ProposedEvent = Pick<RecordedLike, 'id' | 'type' | 'isJson' | 'data' | 'metadata'>

export type Proposed =
  /** In Annals' form and within all limits. Its revision and position are not known yet: both say 0. */
  | { readonly _tag: 'Annals'; readonly event: StoredEvent }
  | { readonly _tag: 'Foreign' }
  /** It says that it is Annals' own and is not. */
  | { readonly _tag: 'Malformed'; readonly reason: string }

/** What an event is that is proposed for a stream. Streams that begin with `$` have foreign events only. */
export const readProposed = (stream: string, proposed: ProposedEvent): Proposed => {
  if (!mayBeAnnals(stream, proposed.metadata)) return foreign
  const dataText = textOf(proposed.data)
  // The limits first: they bound what all that follows has to walk through.
  const reason = proposed.data.byteLength > limits.maxEventBytes ? tooLarge : outsideLimits(dataText)
  const decoded =
    reason === undefined
      ? decodeRecorded({ ...proposed, stream, revision: 0, position: 0 }, dataText)
      : decodeRecorded({ ...proposed, stream, revision: 0, position: 0, data: nothing }, '')
  switch (decoded._tag) {
    case 'Foreign':
      return foreign
    case 'Undecodable':
      return malformed(reason ?? decoded.reason)
    case 'Event':
      return parseStream(stream) === undefined
        ? malformed('its tenant or its subject cannot have a stream')
        : { _tag: 'Annals', event: decoded.event }
  }
}

const foreign: Proposed = { _tag: 'Foreign' }
const malformed = (reason: string): Proposed => ({ _tag: 'Malformed', reason })
const nothing = new Uint8Array(0)
const tooLarge = `it is larger than ${grouped(limits.maxEventBytes)} bytes`

/** A quick look that spares most foreign events a closer one: the key may also be written with escapes. */
const mayBeAnnals = (stream: string, metadata: Uint8Array): boolean => {
  if (metadata.byteLength === 0 || stream.startsWith('$')) return false
  const text = textOf(metadata)
  return text !== undefined && (text.includes('"annals"') || text.includes('\\'))
}

const outsideLimits = (dataText: string | undefined): string | undefined => {
  let data: unknown
  try {
    data = JSON.parse(dataText ?? '')
  } catch {
    return 'its data is no JSON'
  }
  const decoded = decodeAdmittedBody(data)
  return decoded._tag === 'Left' ? `its data is wrong: ${firstOf(decoded.left)}` : undefined
}

const firstOf = ([issue]: readonly FieldIssue[]): string => `${issue?.field ?? ''} ${issue?.message ?? ''}`.trim()
