import * as E from 'fp-ts/lib/Either.js'
import type { EventLogReader, RecordedEvent } from '../ports/event-log.js'
import type { Resolved } from './recorded-message.js'

/** The type of an event that stands for another: its data is `revision@stream`. */
const linkType = '$>'

export type Resolve = (event: RecordedEvent) => Promise<Resolved>

/** Follows links; an event that was deleted or never was leaves the link alone. */
export const resolveLinks =
  (eventLog: Pick<EventLogReader, 'readStream'>): Resolve =>
  async (event) => {
    if (event.type !== linkType) return { event, link: undefined }
    const [, revision, stream] = linkForm.exec(new TextDecoder().decode(event.data)) ?? []
    if (revision === undefined || stream === undefined) return { event: undefined, link: event }
    const fromRevision = Number(revision)
    if (!Number.isSafeInteger(fromRevision)) return { event: undefined, link: event }
    const read = await eventLog.readStream(stream, { direction: 'forwards', fromRevision, limit: 1 })()
    const target = E.isRight(read) ? read.right.events[0] : undefined
    return { event: target?.revision === fromRevision ? target : undefined, link: event }
  }

export const leaveLinks: Resolve = (event) => Promise.resolve({ event, link: undefined })

const linkForm = /^(\d{1,16})@(.+)$/su
