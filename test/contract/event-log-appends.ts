import { Buffer } from 'node:buffer'
import { randomBytes, randomUUID } from 'node:crypto'
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, test } from 'vitest'
import type { EventLog, ExpectedRevision, NewEvent } from '../../src/ports/event-log.js'
import {
  freshStream,
  given,
  left,
  newEvent,
  newEvents,
  readBehind,
  readForwards,
  revisionsOf,
  right,
} from '../support/event-log-fixtures.js'

export const appendContract = (log: () => EventLog): void => {
  const append = (stream: string, expected: ExpectedRevision, events: readonly NewEvent[]) =>
    log().append([{ stream, expected, events }])

  describe('append: expected revision', () => {
    test('counts revisions from 0 and tells where each append went', async () => {
      const stream = freshStream()
      expect((await right(append(stream, 'none', newEvents(2)))).streams).toEqual([
        { stream, firstRevision: 0, lastRevision: 1 },
      ])
      const second = await right(append(stream, 1, newEvents(3)))
      expect(second.streams).toEqual([{ stream, firstRevision: 2, lastRevision: 4 }])
      const events = await readForwards(log(), stream)
      expect(revisionsOf(events)).toEqual([0, 1, 2, 3, 4])
      expect(second.position).toBe(events.at(-1)?.position)
    })

    test.each<[ExpectedRevision, number, boolean]>([
      ['none', -1, true],
      ['none', 1, false],
      ['any', -1, true],
      ['any', 1, true],
      ['exists', -1, false],
      ['exists', 1, true],
      [0, -1, false],
      [0, 0, true],
      [0, 1, false],
      [1, 0, false],
    ])('%s on a stream whose last revision is %i: taken is %s', async (expected, last, taken) => {
      const stream = freshStream()
      if (last >= 0) await right(append(stream, 'none', newEvents(last + 1)))
      const result = await append(stream, expected, newEvents(1))()
      if (taken) expect(result).toMatchObject({ right: { streams: [{ firstRevision: last + 1 }] } })
      else expect(result).toEqual(E.left({ _tag: 'WrongExpectedRevision', stream, expected, actual: last }))
      expect(await readForwards(log(), stream)).toHaveLength(last + 1 + (taken ? 1 : 0))
    })

    test('of 100 concurrent appends that expect the same revision one wins, and the others get in as they learn the revision', async () => {
      const stream = freshStream()
      await right(append(stream, 'none', newEvents(1)))
      const events = newEvents(100)
      const first = await Promise.all(events.map((event) => append(stream, 0, [event])()))
      expect(first.filter(E.isRight)).toHaveLength(1)
      for (const result of first)
        if (E.isLeft(result)) expect(result.left).toMatchObject({ _tag: 'WrongExpectedRevision', expected: 0 })
      const insist = async (event: NewEvent): Promise<number> => {
        for (let expected = 1; ;) {
          const result = await append(stream, expected, [event])()
          if (E.isRight(result)) return result.right.streams[0]?.firstRevision ?? -1
          if (result.left._tag !== 'WrongExpectedRevision') throw new Error(result.left._tag)
          expected = result.left.actual
        }
      }
      const losers = events.filter((_, index) => E.isLeft(first[index] ?? E.right(undefined)))
      const revisions = await Promise.all(losers.map(insist))
      expect(revisions.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 99 }, (_, index) => index + 2))
      const stored = await readForwards(log(), stream)
      expect(new Set(stored.slice(1).map(({ id }) => id))).toEqual(new Set(events.map(({ id }) => id)))
    })

    test('a refused append takes none of its neighbours with it', async () => {
      const [good, bad, other] = [freshStream(), freshStream(), freshStream()]
      const results = await Promise.all([
        append(good, 'none', newEvents(1))(),
        append(bad, 7, newEvents(1))(),
        append(good, 0, newEvents(1))(),
        append(other, 'none', newEvents(1))(),
      ])
      expect(results.map(E.isRight)).toEqual([true, false, true, true])
      expect(await readForwards(log(), bad)).toEqual([])
      expect(await readForwards(log(), good)).toHaveLength(2)
    })
  })

  describe('append: several streams', () => {
    test('stores all of them in the order given', async () => {
      const [a, b] = [freshStream('a'), freshStream('b')]
      const before = await right(log().head())
      const result = await right(
        log().append([a, b].map((stream) => ({ stream, expected: 'none', events: newEvents(2) }))),
      )
      expect(result.streams).toEqual([a, b].map((stream) => ({ stream, firstRevision: 0, lastRevision: 1 })))
      const stored = (await readBehind(log(), before)).filter(({ stream }) => stream === a || stream === b)
      expect(stored.map(({ stream }) => stream)).toEqual([a, a, b, b])
      expect(stored.at(-1)?.position).toBe(result.position)
    })

    test('one expectation that fails keeps all of them out, the first ones too', async () => {
      const [a, b] = [freshStream(), freshStream()]
      const appends = [
        { stream: a, expected: 'none', events: newEvents(1) },
        { stream: b, expected: 'exists', events: newEvents(1) },
      ] as const
      expect(await left(log().append(appends))).toMatchObject({ _tag: 'WrongExpectedRevision', stream: b, actual: -1 })
      expect(await readForwards(log(), a)).toEqual([])
    })

    test('a stream may come again, and is then expected as the append leaves it', async () => {
      const [a, b] = [freshStream(), freshStream()]
      const one = (stream: string, expected: ExpectedRevision) => ({ stream, expected, events: newEvents(1) })
      const wrong = log().append([one(a, 'none'), one(b, 'none'), one(a, 'none')])
      expect(await left(wrong)).toEqual({ _tag: 'WrongExpectedRevision', stream: a, expected: 'none', actual: 0 })
      expect(await readForwards(log(), b)).toEqual([])
      const result = await right(log().append([one(a, 'none'), one(b, 'none'), one(a, 0), one(a, 'exists')]))
      expect(result.streams.map(({ stream, firstRevision }) => [stream, firstRevision])).toEqual([
        [a, 0],
        [b, 0],
        [a, 1],
        [a, 2],
      ])
    })

    test('where streams are not stored as one, sending the same again completes it and stores nothing twice', async () => {
      const [a, b] = [freshStream(), freshStream()]
      const appends = [a, b].map((stream) => ({ stream, expected: 'none' as const, events: newEvents(2) }))
      const first = await right(log().append(appends))
      const again = await log().append(appends)()
      if (log().capabilities.atomicAcrossStreams) expect(E.isLeft(again)).toBe(true)
      else expect(again).toEqual(E.right(first))
      expect(await readForwards(log(), a)).toHaveLength(2)
      expect(await readForwards(log(), b)).toHaveLength(2)
    })
  })

  describe('append: several streams, of which the first is stored already', () => {
    test('where streams are stored as one, nothing is added; elsewhere what is missing, and the answer is for the whole', async () => {
      const [a, b] = [freshStream(), freshStream()]
      const appends = [a, b].map((stream) => ({ stream, expected: 'none' as const, events: newEvents(2) }))
      const part = await right(log().append(appends.slice(0, 1)))
      const whole = await log().append(appends)()
      const { atomicAcrossStreams } = log().capabilities
      if (atomicAcrossStreams)
        expect(whole).toEqual(E.left({ _tag: 'WrongExpectedRevision', stream: a, expected: 'none', actual: 1 }))
      else
        expect(whole).toMatchObject({
          right: { streams: [...part.streams, { stream: b, firstRevision: 0, lastRevision: 1 }] },
        })
      expect(await readForwards(log(), a)).toHaveLength(2)
      expect(await readForwards(log(), b)).toHaveLength(atomicAcrossStreams ? 0 : 2)
    })
  })

  describe('append: what an event may be', () => {
    test.each<[string, Partial<NewEvent>]>([
      ['empty data and metadata', { data: Buffer.alloc(0), metadata: Buffer.alloc(0), isJson: false }],
      [
        'bytes that are not JSON',
        { data: Buffer.from([0, 1, 2, 255, 254, 0]), metadata: Buffer.from([255]), isJson: false },
      ],
      ['nearly a megabyte', { data: randomBytes(1_000_000), isJson: false }],
      ['odd characters in the type', { type: 'žluť 🐎 \' " % \\ $' }],
    ])('%s', async (_, parts) => {
      const stream = freshStream()
      const event = newEvent({}, parts)
      await right(append(stream, 'none', [event]))
      expect((await readForwards(log(), stream)).map(given)).toEqual([given(event)])
    })

    test('an id in capitals is kept in lower case', async () => {
      const stream = freshStream()
      const id = randomUUID()
      await right(append(stream, 'none', [newEvent({}, { id: id.toUpperCase() })]))
      expect((await readForwards(log(), stream))[0]?.id).toBe(id)
      expect(await right(log().findById(id.toUpperCase()))).toHaveLength(1)
    })

    test.each([
      ['a:b/c d', 'slashes, colons, blanks'],
      ['ž🐎\u0301', 'Unicode that is not normalised'],
      [`%_'"\`;--`, 'what SQL and patterns know'],
      ['x'.repeat(400), 'a long one'],
      ['__proto__', 'a name that objects have'],
    ])('a stream named %s (%s)', async (odd) => {
      const stream = `${odd}-${randomUUID()}`
      await right(append(stream, 'none', newEvents(1)))
      await right(append(`${stream}\u{10ffff}`, 'none', newEvents(2)))
      expect((await readForwards(log(), stream)).map((event) => event.stream)).toEqual([stream])
    })

    test('stream names differ where a byte does', async () => {
      const name = freshStream('Case')
      for (const stream of [name, name.toLowerCase(), `${name} `, `é-${name}`, `e\u0301-${name}`])
        await right(append(stream, 'none', newEvents(1)))
    })

    test.each<[string, string, readonly NewEvent[]]>([
      ['no event', 'a', []],
      ['an id that is not a UUID', 'a', [newEvent({}, { id: '42' })]],
      ['an empty type', 'a', [newEvent({}, { type: '' })]],
      ['an empty stream name', '', newEvents(1)],
      ['half a surrogate pair in the name', 'a\ud800', newEvents(1)],
    ])('refuses %s', async (_, name, events) => {
      const stream = name === '' ? name : freshStream(name)
      expect(await left(append(stream, 'any', events))).toMatchObject({ _tag: 'InvalidAppend' })
    })

    test('refuses an append without streams', async () => {
      expect(await left(log().append([]))).toMatchObject({ _tag: 'InvalidAppend' })
    })

    test('takes 2,000 events and refuses 2,001, counted over all streams', async () => {
      const [a, b] = [freshStream(), freshStream()]
      const tooMany = [
        { stream: a, expected: 'any' as const, events: newEvents(2_000) },
        { stream: b, expected: 'any' as const, events: newEvents(1) },
      ]
      expect(await left(log().append(tooMany))).toEqual({ _tag: 'TooLarge', what: 'events', limit: 2_000 })
      expect(await readForwards(log(), a)).toEqual([])
      await right(log().append(tooMany.slice(0, 1)))
      expect(await readForwards(log(), a)).toHaveLength(2_000)
    })

    test('refuses more than 8 MiB, counted over all streams', async () => {
      const large = () => newEvent({}, { data: randomBytes(1_000_000), isJson: false })
      const [a, b] = [freshStream(), freshStream()].map((stream, index) => ({
        stream,
        expected: 'any' as const,
        events: Array.from({ length: 4 + index }, large),
      }))
      if (a === undefined || b === undefined) throw new Error('two streams')
      expect(await left(log().append([a, b]))).toEqual({ _tag: 'TooLarge', what: 'bytes', limit: 8 * 1024 * 1024 })
      expect(await readForwards(log(), a.stream)).toEqual([])
    })
  })
}
