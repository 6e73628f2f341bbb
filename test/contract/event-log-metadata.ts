import { Buffer } from 'node:buffer'
import { describe, expect, test, vi } from 'vitest'
import type { EventLog } from '../../src/ports/event-log.js'
import {
  freshStream,
  left,
  newEvent,
  newEvents,
  readBehind,
  readForwards,
  revisionsOf,
  right,
} from '../support/event-log-fixtures.js'

const softDelete = '{"$tb":9223372036854775807}'

export const metadataContract = (log: () => EventLog): void => {
  const made = async (events: number): Promise<string> => {
    const stream = freshStream()
    await right(log().append([{ stream, expected: 'none', events: newEvents(events) }]))
    return stream
  }
  const setRaw = (stream: string, json: string) =>
    right(
      log().append([
        {
          stream: `$$${stream}`,
          expected: 'any',
          events: [newEvent({}, { type: '$metadata', data: Buffer.from(json) })],
        },
      ]),
    )

  describe('metadata', () => {
    test('a stream without any', async () => {
      expect(await right(log().streamMetadata(freshStream()))).toEqual({
        revision: -1,
        metadata: {},
        tombstoned: false,
      })
    })

    test('is kept whole, unknown keys too, with revisions of its own', async () => {
      const stream = await made(1)
      const first = { $maxCount: 2, own: { deep: [1, null, 'ž'] }, ['__proto__']: { x: 1 } }
      const set = await right(log().setStreamMetadata(stream, 'none', first))
      expect(set.streams).toEqual([{ stream: `$$${stream}`, firstRevision: 0, lastRevision: 0 }])
      expect(await right(log().streamMetadata(stream))).toEqual({
        revision: 0,
        metadata: first,
        maxCount: 2,
        tombstoned: false,
      })
      await right(log().setStreamMetadata(stream, 0, { $tb: 1, $maxAge: 60 }))
      const present = await right(log().streamMetadata(stream))
      expect(present).toEqual({
        revision: 1,
        metadata: { $tb: 1, $maxAge: 60 },
        truncateBefore: 1,
        maxAgeSeconds: 60,
        tombstoned: false,
      })
    })

    test('can be set before the stream has an event', async () => {
      const stream = freshStream()
      await right(log().setStreamMetadata(stream, 'none', { $maxCount: 1 }))
      await right(log().append([{ stream, expected: 'none', events: newEvents(3) }]))
      expect(revisionsOf(await readForwards(log(), stream))).toEqual([2])
    })

    test('is refused at a wrong revision', async () => {
      const stream = await made(1)
      await right(log().setStreamMetadata(stream, 'any', {}))
      const wrong = await left(log().setStreamMetadata(stream, 'none', { $maxCount: 1 }))
      expect(wrong).toEqual({ _tag: 'WrongExpectedRevision', stream: `$$${stream}`, expected: 'none', actual: 0 })
    })

    test.each([[{ $maxCount: 0 }], [{ $maxCount: 1.5 }], [{ $maxAge: '60' }], [{ $tb: -1 }]])(
      'refuses %j',
      async (metadata) => {
        expect(await left(log().setStreamMetadata(freshStream(), 'any', metadata))).toMatchObject({
          _tag: 'InvalidAppend',
        })
      },
    )

    test('shows in reads of everything, and as a stream its last event', async () => {
      const stream = await made(1)
      const before = await right(log().head())
      await right(log().setStreamMetadata(stream, 'any', { a: 1 }))
      await right(log().setStreamMetadata(stream, 'any', { a: 2 }))
      const own = (await readBehind(log(), before)).filter((event) => event.stream === `$$${stream}`)
      expect(own.map(({ type, revision }) => [type, revision])).toEqual([
        ['$metadata', 0],
        ['$metadata', 1],
      ])
      expect(revisionsOf(await readForwards(log(), `$$${stream}`))).toEqual([1])
    })

    test('metadata streams have no metadata of their own', async () => {
      expect(await left(log().setStreamMetadata('$$x', 'any', {}))).toMatchObject({ _tag: 'InvalidAppend' })
      expect(await left(log().tombstone('$$x', 'any'))).toMatchObject({ _tag: 'InvalidAppend' })
    })
  })

  describe('truncation: reads of the stream obey, reads of everything do not', () => {
    const shown = async (stream: string) => {
      const forwards = await right(log().readStream(stream, { direction: 'forwards', limit: 100 }))
      const backwards = await right(log().readStream(stream, { direction: 'backwards', limit: 100 }))
      expect(revisionsOf(backwards.events)).toEqual(revisionsOf(forwards.events).toReversed())
      return { revisions: revisionsOf(forwards.events), first: forwards.firstRevision, last: forwards.lastRevision }
    }

    test.each([
      [{ $tb: 3 }, [3, 4], 3],
      [{ $maxCount: 2 }, [3, 4], 3],
      [{ $maxCount: 9 }, [0, 1, 2, 3, 4], 0],
      [{ $tb: 1, $maxCount: 3 }, [2, 3, 4], 2],
      [{ $tb: 4, $maxCount: 3 }, [4], 4],
      [{ $tb: 99 }, [], 5],
      [{}, [0, 1, 2, 3, 4], 0],
    ])('%j leaves %j of five', async (metadata, revisions, first) => {
      const before = await right(log().head())
      const stream = await made(5)
      await right(log().setStreamMetadata(stream, 'none', metadata))
      expect(await shown(stream)).toEqual({ revisions, first, last: 4 })
      const from = await right(log().readStream(stream, { direction: 'forwards', fromRevision: 1, limit: 100 }))
      expect(revisionsOf(from.events)).toEqual(revisions.filter((revision) => revision >= 1))
      expect((await readBehind(log(), before)).filter((event) => event.stream === stream)).toHaveLength(5)
    })

    test('maxCount moves on with new events, and goes when the metadata does', async () => {
      const stream = await made(5)
      await right(log().setStreamMetadata(stream, 'none', { $maxCount: 2 }))
      await right(log().append([{ stream, expected: 4, events: newEvents(1) }]))
      expect((await shown(stream)).revisions).toEqual([4, 5])
      await right(log().setStreamMetadata(stream, 0, {}))
      expect((await shown(stream)).revisions).toEqual([0, 1, 2, 3, 4, 5])
    })

    test('maxAge cuts off what is older; the next revision is as if nothing had been', async () => {
      const stream = await made(3)
      await right(log().setStreamMetadata(stream, 'none', { $maxAge: 1 }))
      await vi.waitFor(
        async () => {
          expect((await shown(stream)).revisions).toEqual([])
        },
        { timeout: 10_000, interval: 100 },
      )
      await right(log().append([{ stream, expected: 2, events: newEvents(1) }]))
      expect(await shown(stream)).toEqual({ revisions: [3], first: 3, last: 3 })
    })

    test('a stream whose events are all cut off is not a new one', async () => {
      const stream = await made(2)
      await right(log().setStreamMetadata(stream, 'none', { $tb: 50 }))
      const wrong = await left(log().append([{ stream, expected: 'none', events: newEvents(1) }]))
      expect(wrong).toEqual({ _tag: 'WrongExpectedRevision', stream, expected: 'none', actual: 1 })
    })
  })

  describe('soft delete: a truncation of everything', () => {
    test('reads find nothing; an append that expects none goes on at the old revision, and the stream begins there', async () => {
      const stream = await made(3)
      await setRaw(stream, softDelete)
      expect(await readForwards(log(), stream)).toEqual([])
      expect((await right(log().streamMetadata(stream))).truncateBefore).toBe(Number.MAX_SAFE_INTEGER)
      const again = await right(log().append([{ stream, expected: 'none', events: newEvents(2) }]))
      expect(again.streams).toEqual([{ stream, firstRevision: 3, lastRevision: 4 }])
      expect(revisionsOf(await readForwards(log(), stream))).toEqual([3, 4])
      expect((await right(log().streamMetadata(stream))).truncateBefore).toBe(3)
    })

    test.each(['any', 1] as const)('so does one that expects %s', async (expected) => {
      const stream = await made(2)
      await setRaw(stream, softDelete)
      await right(log().append([{ stream, expected, events: newEvents(1) }]))
      expect(revisionsOf(await readForwards(log(), stream))).toEqual([2])
    })

    test('the bytes of the metadata stay as they were sent; other keys outlive it', async () => {
      const stream = await made(1)
      const json = '{"own":{"a":1},"$tb":9223372036854775807,"$maxCount":5}'
      await setRaw(stream, json)
      expect(Buffer.from((await readForwards(log(), `$$${stream}`))[0]?.data ?? []).toString()).toBe(json)
      await right(log().append([{ stream, expected: 'any', events: newEvents(1) }]))
      expect((await right(log().streamMetadata(stream))).metadata).toEqual({ own: { a: 1 }, $tb: 1, $maxCount: 5 })
    })
  })

  describe('tombstone', () => {
    test('is an event in reads of everything, and then the stream answers nothing else for ever', async () => {
      const stream = await made(2)
      const before = await right(log().head())
      expect(await left(log().tombstone(stream, 7))).toMatchObject({ _tag: 'WrongExpectedRevision', actual: 1 })
      const { position } = await right(log().tombstone(stream, 1))
      const ended = (await readBehind(log(), before)).filter((event) => event.stream === stream)
      expect(ended.map((event) => [event.type, event.position])).toEqual([['$streamDeleted', position]])
      const answer = { _tag: 'StreamTombstoned', stream }
      for (const direction of ['forwards', 'backwards'] as const)
        expect(await left(log().readStream(stream, { direction, limit: 1 }))).toEqual(answer)
      for (const expected of ['any', 'none', 'exists', 1, 2] as const)
        expect(await left(log().append([{ stream, expected, events: newEvents(1) }]))).toEqual(answer)
      expect(await left(log().setStreamMetadata(stream, 'any', {}))).toEqual(answer)
      expect(await left(log().tombstone(stream, 'any'))).toEqual(answer)
      expect((await right(log().streamMetadata(stream))).tombstoned).toBe(true)
    })

    test('can be set on a stream that has never had an event', async () => {
      const stream = freshStream()
      await right(log().tombstone(stream, 'none'))
      expect(await left(log().append([{ stream, expected: 'none', events: newEvents(1) }]))).toEqual({
        _tag: 'StreamTombstoned',
        stream,
      })
    })

    test('keeps an append to several streams out as a whole', async () => {
      const [ended, other] = [freshStream(), freshStream()]
      await right(log().tombstone(ended, 'any'))
      const appends = [other, ended].map((stream) => ({ stream, expected: 'any' as const, events: newEvents(1) }))
      expect(await left(log().append(appends))).toEqual({ _tag: 'StreamTombstoned', stream: ended })
      expect(await readForwards(log(), other)).toEqual([])
    })
  })
}
