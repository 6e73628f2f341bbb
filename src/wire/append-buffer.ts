import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import { maxAppendEvents } from '../ports/event-log.js'
import type { NewEvent } from '../ports/event-log.js'
import { refusalOf } from './log-refusal.js'
import { newEventOf } from './proposed-event.js'
import type { streams } from './protocol.js'
import type { Refusal } from './refusal.js'

/** The events of one append as they come in, within its bounds; what exceeds them is let go of at once. */
export interface AppendBuffer {
  readonly add: (message: streams.AppendReq.ProposedMessage | streams.BatchAppendReq.ProposedMessage) => void
  /** What is held, in bytes. */
  readonly bytes: () => number
  readonly events: () => Either<Refusal, readonly NewEvent[]>
}

/**
 * @param limitBytes of the data of all events together, metadata not counted, as EventStoreDB has it. Metadata of that size again is let in.
 * More events than the log takes at once are refused as they come in: small ones would take far more memory than their bytes.
 */
export const createAppendBuffer = (limitBytes: number): AppendBuffer => {
  let events: NewEvent[] = []
  let refusal: Refusal | undefined
  let dataBytes = 0
  let metadataBytes = 0
  const refuse = (reason: Refusal): void => {
    refusal = reason
    events = []
    dataBytes = 0
    metadataBytes = 0
  }
  return {
    add: (message) => {
      if (refusal !== undefined) return
      const event = newEventOf(message)
      if (E.isLeft(event)) {
        refuse(event.left)
        return
      }
      dataBytes += event.right.data.byteLength
      metadataBytes += event.right.metadata.byteLength
      if (Math.max(dataBytes, metadataBytes) > limitBytes) {
        refuse({ _tag: 'AppendTooLarge', limitBytes })
        return
      }
      if (events.length === maxAppendEvents) {
        refuse(refusalOf({ _tag: 'TooLarge', what: 'events', limit: maxAppendEvents }))
        return
      }
      events.push(event.right)
    },
    bytes: () => dataBytes + metadataBytes,
    events: () => (refusal === undefined ? E.right(events) : E.left(refusal)),
  }
}
