import { randomBytes, randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import type { EventLog } from '../../src/ports/event-log.js'
import {
  freshStream,
  given,
  newEvent,
  newEvents,
  positionsOf,
  readBehind,
  readForwards,
  revisionsOf,
  right,
} from '../support/event-log-fixtures.js'

export const readContract = (log: () => EventLog): void => {
  describe('read: one stream', () => {
    const stream = freshStream()
    beforeAll(async () => {
      await right(log().append([{ stream, expected: 'none', events: newEvents(10) }]))
    })

    test.each<['forwards' | 'backwards', number | undefined, number, readonly number[]]>([
      ['forwards', undefined, 3, [0, 1, 2]],
      ['forwards', 7, 100, [7, 8, 9]],
      ['forwards', 10, 100, []],
      ['forwards', 99, 100, []],
      ['backwards', undefined, 3, [9, 8, 7]],
      ['backwards', 2, 100, [2, 1, 0]],
      ['backwards', 0, 100, [0]],
      ['backwards', 99, 2, [9, 8]],
    ])('%s from %s, at most %i: %j', async (direction, fromRevision, limit, revisions) => {
      const from = fromRevision === undefined ? {} : { fromRevision }
      const slice = await right(log().readStream(stream, { direction, limit, ...from }))
      expect(revisionsOf(slice.events)).toEqual(revisions)
      expect(slice).toMatchObject({ lastRevision: 9, firstRevision: 0 })
    })

    test('one that is not there has no event and the last revision -1', async () => {
      const slice = await right(log().readStream(freshStream(), { direction: 'backwards', limit: 1 }))
      expect(slice).toEqual({ events: [], lastRevision: -1, firstRevision: 0 })
    })

    test('gives back what was given, with when it was stored', async () => {
      const own = freshStream()
      const events = [newEvent({ a: 1 }), newEvent([2], { type: 'other' }), newEvent('x', { isJson: false })]
      const start = Date.now()
      await right(log().append([{ stream: own, expected: 'none', events }]))
      const stored = await readForwards(log(), own)
      expect(stored.map(given)).toEqual(events.map(given))
      for (const { created } of stored) {
        expect(Number.isSafeInteger(created)).toBe(true)
        expect(Math.abs(created - start)).toBeLessThan(60_000)
      }
    })

    test('created never goes down', async () => {
      const own = freshStream()
      for (let n = 0; n < 20; n += 1)
        await right(log().append([{ stream: own, expected: 'any', events: newEvents(1) }]))
      const created = (await readForwards(log(), own)).map((event) => event.created)
      expect(created).toEqual(created.toSorted((a, b) => a - b))
    })

    test('a page ends at about 8 MiB and has at least one event; the rest follows', async () => {
      const own = freshStream()
      const size = 900_000
      for (let n = 0; n < 12; n += 1)
        await right(
          log().append([
            { stream: own, expected: 'any', events: [newEvent({}, { data: randomBytes(size), isJson: false })] },
          ]),
        )
      const seen: number[] = []
      let pages = 0
      while (seen.length < 12) {
        const { events } = await right(
          log().readStream(own, { direction: 'forwards', fromRevision: seen.length, limit: 4_096 }),
        )
        expect(events.length).toBeGreaterThan(0)
        expect(events.length * size).toBeLessThan(10 * 1024 * 1024)
        seen.push(...revisionsOf(events))
        pages += 1
      }
      expect(seen).toEqual(Array.from({ length: 12 }, (_, n) => n))
      expect(pages).toBeGreaterThan(1)
    })
  })

  describe('read: everything', () => {
    test('is in the order of positions, which increase over all streams, and pages without gap or repetition', async () => {
      const streams = [freshStream('a'), freshStream('b'), freshStream('c')]
      const before = await right(log().head())
      await Promise.all(
        Array.from({ length: 30 }, (_, n) =>
          right(log().append([{ stream: streams[n % 3] ?? '', expected: 'any', events: newEvents(1 + (n % 2)) }])),
        ),
      )
      const whole = await readBehind(log(), before)
      const positions = positionsOf(whole)
      expect(positions).toEqual(positions.toSorted((a, b) => a - b))
      expect(new Set(positions).size).toBe(positions.length)
      expect(positionsOf(await readBehind(log(), before, 7))).toEqual(positions)
      for (const stream of streams) {
        const own = await readForwards(log(), stream)
        expect(own).toHaveLength(15)
        expect(positionsOf(whole.filter((event) => event.stream === stream))).toEqual(positionsOf(own))
      }
    })

    test('backwards is the same the other way round, from any position', async () => {
      const stream = freshStream()
      const before = await right(log().head())
      await right(log().append([{ stream, expected: 'none', events: newEvents(10) }]))
      const positions = positionsOf(await readBehind(log(), before))
      const back = await right(log().readAll({ direction: 'backwards', limit: 10 }))
      expect(positionsOf(back)).toEqual(positions.toReversed())
      const from = positions[4] ?? 0
      const middle = await right(log().readAll({ direction: 'backwards', fromPosition: from, limit: 3 }))
      expect(positionsOf(middle)).toEqual(positions.slice(2, 5).toReversed())
      const onwards = await right(log().readAll({ direction: 'forwards', fromPosition: from, limit: 3 }))
      expect(positionsOf(onwards)).toEqual(positions.slice(4, 7))
    })

    test('the head is the position of the last event', async () => {
      const result = await right(log().append([{ stream: freshStream(), expected: 'none', events: newEvents(3) }]))
      expect(await right(log().head())).toBe(result.position)
      expect(await readBehind(log(), result.position)).toEqual([])
    })
  })

  describe('read: single events', () => {
    test('by position, in the order asked, without what is not there', async () => {
      const stream = freshStream()
      const { position } = await right(log().append([{ stream, expected: 'none', events: newEvents(4) }]))
      const [a = 0, b = 0, c = 0] = positionsOf(await readForwards(log(), stream))
      expect(positionsOf(await right(log().readPositions([c, a, position + 1_000_000, b])))).toEqual([c, a, b])
      expect(await right(log().readPositions([]))).toEqual([])
    })

    test('by id: all that have it, in the order of positions', async () => {
      const id = randomUUID()
      const [a, b] = [freshStream(), freshStream()]
      for (const stream of [b, a])
        await right(log().append([{ stream, expected: 'none', events: [newEvent({ stream }, { id })] }]))
      const found = await right(log().findById(id))
      expect(found.map((event) => [event.stream, event.id])).toEqual([
        [b, id],
        [a, id],
      ])
    })

    test('by an id that nothing has: none', async () => {
      expect(await right(log().findById(randomUUID()))).toEqual([])
    })
  })
}
