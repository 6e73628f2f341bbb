import { Buffer } from 'node:buffer'
import { randomUUID } from 'node:crypto'
import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type { EventLogReader, NewEvent, RecordedEvent } from '../../src/ports/event-log.js'

/** A stream name that no other test uses, since a log may be shared and never forgets. */
export const freshStream = (name = 'thing'): string => `${name}-${randomUUID()}`

export const newEvent = (data: unknown = {}, given: Partial<NewEvent> = {}): NewEvent => ({
  id: randomUUID(),
  type: 'thing.happened',
  isJson: true,
  data: Buffer.from(JSON.stringify(data)),
  metadata: Buffer.from('{"annals":1}'),
  ...given,
})

export const newEvents = (count: number): readonly NewEvent[] =>
  Array.from({ length: count }, (_, n) => newEvent({ n }))

/** What a task gives; fails the test where it gives an error. */
export const right = async <A>(task: TaskEither<unknown, A>): Promise<A> => {
  const result = await task()
  if (E.isLeft(result)) throw new Error(`expected a result, got ${JSON.stringify(result.left)}`)
  return result.right
}

/** The error that a task gives; fails the test where it gives a result. */
export const left = async <Err>(task: TaskEither<Err, unknown>): Promise<Err> => {
  const result = await task()
  if (E.isRight(result)) throw new Error(`expected an error, got ${JSON.stringify(result.right)}`)
  return result.left
}

/** What an emitter gave, as plain values that compare. */
export const given = (event: NewEvent) => ({
  id: event.id,
  type: event.type,
  isJson: event.isJson,
  data: Buffer.from(event.data).toString('base64'),
  metadata: Buffer.from(event.metadata).toString('base64'),
})

export const revisionsOf = (events: readonly RecordedEvent[]): readonly number[] =>
  events.map(({ revision }) => revision)
export const positionsOf = (events: readonly RecordedEvent[]): readonly number[] =>
  events.map(({ position }) => position)

export const readForwards = async (log: EventLogReader, stream: string): Promise<readonly RecordedEvent[]> =>
  (await right(log.readStream(stream, { direction: 'forwards', limit: 4_096 }))).events

/** All events behind a position, page by page. */
export const readBehind = async (
  log: EventLogReader,
  position: number,
  limit = 4_096,
): Promise<readonly RecordedEvent[]> => {
  const events: RecordedEvent[] = []
  for (let from = position + 1; ;) {
    const page = await right(log.readAll({ direction: 'forwards', fromPosition: from, limit }))
    events.push(...page)
    const last = page.at(-1)
    if (last === undefined) return events
    from = last.position + 1
  }
}
