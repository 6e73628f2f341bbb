import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import type { NewEvent } from '../ports/event-log.js'
import { uuidOf } from './identifiers.js'
import type { streams } from './protocol.js'
import type { Refusal } from './refusal.js'

/** An event that a client proposes, as the log takes it. */
export const newEventOf = (
  message: streams.AppendReq.ProposedMessage | streams.BatchAppendReq.ProposedMessage,
): Either<Refusal, NewEvent> => {
  const id = uuidOf(message.getId())
  if (id === undefined) return bad('an event id must be a UUID')
  const type = message.getMetadataMap().get('type')
  if (type === undefined || type === '') return bad('an event needs a type')
  return E.right({
    id,
    type,
    isJson: message.getMetadataMap().get('content-type') === 'application/json',
    data: message.getData_asU8(),
    metadata: message.getCustomMetadata_asU8(),
  })
}

const bad = (reason: string): Either<Refusal, never> => E.left({ _tag: 'BadRequest', reason })
