import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import type { Direction } from '../ports/event-log.js'
import { filterOf } from './filter.js'
import type { Filter } from './filter.js'
import { safeInteger, streamNameOf } from './identifiers.js'
import { streams } from './protocol.js'
import type { Refusal } from './refusal.js'

/** What a Read asks for, decoded. */
export interface ReadRequest {
  /** undefined: everything. */
  readonly stream: string | undefined
  readonly direction: Direction
  /** A revision of the stream, or a position. */
  readonly from: 'start' | 'end' | number
  /** How many events, or for ever. */
  readonly count: number | 'subscription'
  readonly filter: Filter | undefined
  readonly resolvesLinks: boolean
  readonly structuredIds: boolean
}

export const readRequestOf = (message: streams.ReadReq): Either<Refusal, ReadRequest> => {
  const options = message.getOptions()
  if (options === undefined) return bad('a read needs options')
  const ofStream = options.getStream()
  const all = options.getAll()
  const stream = ofStream === undefined ? undefined : streamNameOf(ofStream.getStreamIdentifier())
  if (stream === undefined && all === undefined) return bad('a read needs the name of a stream, or everything')
  const count = options.hasSubscription() ? 'subscription' : safeInteger(options.getCount())
  if (count === 0) return bad('a read needs a count of at least 1')
  const filterOptions = options.getFilter()
  const filter = filterOptions === undefined ? undefined : filterOf(filterOptions)
  if (filter !== undefined && E.isLeft(filter)) return filter
  const backwards = options.getReadDirection() === streams.ReadReq.Options.ReadDirection.BACKWARDS
  if (backwards && count === 'subscription') return bad('a subscription goes forwards')
  return E.right({
    stream,
    direction: backwards ? 'backwards' : 'forwards',
    from: ofStream === undefined ? fromPosition(all) : fromRevision(ofStream),
    count,
    filter: filter?.right,
    resolvesLinks: options.getResolveLinks(),
    structuredIds: options.getUuidOption()?.hasStructured() ?? false,
  })
}

const fromRevision = (options: streams.ReadReq.Options.StreamOptions): ReadRequest['from'] => {
  if (options.hasRevision()) return safeInteger(options.getRevision())
  return options.hasEnd() ? 'end' : 'start'
}

const fromPosition = (options: streams.ReadReq.Options.AllOptions | undefined): ReadRequest['from'] => {
  const position = options?.getPosition()
  if (position !== undefined) return safeInteger(position.getCommitPosition())
  return options?.hasEnd() === true ? 'end' : 'start'
}

const bad = (reason: string): Either<Refusal, never> => E.left({ _tag: 'BadRequest', reason })
