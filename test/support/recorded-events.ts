import { Buffer } from 'node:buffer'
import { encodeEvent } from '../../src/domain/stored-event.js'
import type { EventBody } from '../../src/domain/event.js'
import { activityStream, changeStream } from '../../src/domain/stream-name.js'
import type { NewEvent, RecordedEvent, StreamAppend } from '../../src/ports/event-log.js'

/** What a test says of an event; the rest is made up. */
export type EventSketch = Partial<Omit<EventBody, 'id'>>

const startMs = Date.UTC(2026, 2, 1, 10)

/** The nth event that a test makes: a view of post 1 by Ada, unless the sketch says otherwise; one second after the one before. */
export const eventBody = (n: number, sketch: EventSketch = {}): EventBody => ({
  id: `00000000-0000-7000-8000-${n.toString(16).padStart(12, '0')}`,
  subject: { type: 'post', id: '1' },
  verb: sketch.change === undefined ? 'post.viewed' : 'post.updated',
  actor: { type: 'user', id: 'ada' },
  tenant: 'default',
  occurredAt: new Date(startMs + n * 1_000).toISOString(),
  outcome: { status: 'success' },
  ...sketch,
})

/** As the log takes it, at the end of its stream. */
export const asAppend = (body: EventBody): StreamAppend => {
  const kind = body.change === undefined || body.applied === false ? 'activity' : 'change'
  const encoded = encodeEvent({ body, digest: '0'.repeat(64), kind, recordedAt: Date.parse(body.occurredAt) + 5 })
  const stream = kind === 'change' ? changeStream(body.tenant, body.subject) : activityStream(body.tenant, body.subject)
  return { stream, expected: 'any', events: [encoded satisfies NewEvent] }
}

/** As the log gives them back: positions 0, 10, 20 …, revisions by stream. */
export const recordedEvents = (sketches: readonly EventSketch[]): readonly RecordedEvent[] => {
  const revisions = new Map<string, number>()
  return sketches.map((sketch, n) => {
    const body = eventBody(n, sketch)
    const { stream, events } = asAppend(body)
    const [event] = events
    if (event === undefined) throw new Error('no event')
    const revision = (revisions.get(stream) ?? -1) + 1
    revisions.set(stream, revision)
    return {
      ...event,
      data: Buffer.from(event.data),
      metadata: Buffer.from(event.metadata),
      stream,
      revision,
      position: n * 10,
      created: Date.parse(body.occurredAt),
    }
  })
}
