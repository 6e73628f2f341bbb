import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import type { Door, Refused } from '../application/door.js'
import { isReservedType } from '../domain/capture-rules.js'
import { readProposed } from '../domain/decide/read-proposed.js'
import type { StoredEvent } from '../domain/event.js'
import { parseStream } from '../domain/stream-name.js'
import type { AppendError, StreamAppend } from '../ports/event-log.js'
import { describedBy, isMetadataStream } from '../ports/reserved-names.js'
import { send } from './guard.js'
import type { Guard, GuardPolicy } from './guard.js'
import { refusalOf } from './log-refusal.js'
import type { Refusal } from './refusal.js'
import { lookAt } from './stream-contents.js'

/**
 * Keeps the history of Annals' own streams whole.
 *
 * A stream whose name is that of a subject takes either events in Annals' form, each of which could have been written by Annals itself, or foreign ones,
 * never both: the first event decides. A stream of activities takes no foreign ones at all. Only a stream that holds foreign events may be deleted, ended or
 * given metadata; one that is still empty may not, so that nothing waits there for a history to come. Everywhere else, all that is foreign passes.
 */
export const annalsGuard =
  (door: Door): GuardPolicy =>
  (eventLog) => {
    /** Why the stream must not be deleted, ended or described. */
    const whyKept = async (stream: string): Promise<Refusal | undefined> => {
      const owner = parseStream(stream)
      if (owner === undefined) return undefined
      if (owner.kind === 'activity') return denied(`stream ${stream} is Annals' own: its events are kept`)
      const contents = await lookAt(eventLog, stream)
      if (E.isLeft(contents)) return refusalOf(contents.left)
      switch (contents.right) {
        case 'foreign':
          return undefined
        case 'empty':
          return denied(`stream ${stream} has the name of a subject's changes, and is kept for them`)
        case 'annals':
          return denied(`stream ${stream} holds events of Annals, which are kept`)
      }
    }

    const appendForeign = (append: StreamAppend, onSent: () => void): ReturnType<Guard['append']> =>
      door.alone(append.stream, async (release) => {
        const contents = await lookAt(eventLog, append.stream)
        if (E.isLeft(contents)) return E.left(refusalOf(contents.left))
        if (contents.right === 'annals')
          return E.left(denied(`stream ${append.stream} holds events of Annals, and takes no others`))
        const isFirst = contents.right === 'empty'
        const expected = isFirst && append.expected === 'any' ? 'none' : append.expected
        return send(eventLog, { ...append, expected }, () => {
          // Until it is stored, the stream is still empty to whoever looks.
          if (isFirst) return
          release()
          onSent()
        })
      })

    return {
      append: async (append, onSent) => {
        const { stream, events } = append
        if (isMetadataStream(stream)) {
          const reason = await whyKept(describedBy(stream))
          return reason === undefined ? send(eventLog, append, onSent) : E.left(reason)
        }
        const read = readAll(append)
        if (E.isLeft(read)) return read
        const [first, ...more] = read.right
        const owner = parseStream(stream)
        if (owner === undefined) return send(eventLog, append, onSent)
        if (isReservedType(owner.subject.type))
          return E.left(denied(`stream ${stream} holds what Annals says of itself, and is written by it alone`))
        if (first !== undefined && read.right.length === events.length)
          return E.mapLeft(asRefusal)(await door.admit({ ...append, decoded: [first, ...more] }, onSent))
        if (first !== undefined) return E.left(denied('an append has events of Annals alone, or none'))
        return owner.kind === 'activity'
          ? E.left(denied(`stream ${stream} is Annals' own, and takes activities in Annals' form alone`))
          : appendForeign(append, onSent)
      },
      change: async (stream, carryOut) => {
        const described = describedBy(stream)
        if (parseStream(described) === undefined) return carryOut()
        return door.alone(described, async () => {
          const reason = await whyKept(described)
          return reason === undefined ? carryOut() : E.left(reason)
        })
      },
    }
  }

/** Those of the events that are in Annals' form. */
const readAll = ({ stream, events }: StreamAppend): Either<Refusal, readonly StoredEvent[]> => {
  const decoded: StoredEvent[] = []
  for (const event of events) {
    const proposed = readProposed(stream, event)
    if (proposed._tag === 'Malformed')
      return E.left(denied(`event ${event.id} is marked as one of Annals, but ${proposed.reason}`))
    if (proposed._tag === 'Annals') decoded.push(proposed.event)
  }
  return E.right(decoded)
}

const asRefusal = (error: Refused | AppendError): Refusal =>
  error._tag === 'Refused' ? denied(error.reason) : refusalOf(error)

const denied = (reason: string): Refusal => ({ _tag: 'AccessDenied', reason })
