import { Buffer } from 'node:buffer'
import { randomUUID } from 'node:crypto'
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, it, vi } from 'vitest'
import type { StreamAppend } from '../../../src/ports/event-log.js'
import { long, one, underFaults } from '../../support/adapter-under-faults.js'
import { left, newEvent, newEvents, readForwards, right } from '../../support/event-log-fixtures.js'

const scene = underFaults()

const limitBytes = 1_048_576
const large = (bytes: number, metadata = Buffer.alloc(0)) => newEvent({}, { data: Buffer.alloc(bytes, 0x20), metadata })
/** Everything that has come to the server, but the log's identity. */
const sentBy = ({ relay }: ReturnType<typeof scene>) => relay.appends.slice(1)

describe('what the server takes in one append', () => {
  it('is not exceeded by an event that is refused before it is sent; those under way with it are stored', async () => {
    const given = scene()
    const log = await given.open({ connectionString: given.relay.connectionString })
    const [refused, ...others] = await Promise.all([
      log.append([{ stream: 'large', expected: 'any', events: [large(limitBytes + 1)] }])(),
      ...Array.from({ length: 40 }, (_, n) => log.append(one(`small-${n % 4}`))()),
    ])
    expect(refused).toEqual(E.left({ _tag: 'TooLarge', what: 'bytes', limit: limitBytes }))
    expect(others.every(E.isRight)).toBe(true)
    expect(sentBy(given).every(({ stream }) => stream !== 'large')).toBe(true)
  })

  it('may be filled by one event to the last byte', async () => {
    const { server, open } = scene()
    const log = await open()
    await right(log.append([{ stream: 'large', expected: 'none', events: [large(limitBytes)] }]))
    expect(await readForwards(server.log, 'large')).toHaveLength(1)
  })

  it('is kept to by an append that is split, in order, at one revision after the other', async () => {
    const given = scene()
    const log = await given.open({ connectionString: given.relay.connectionString })
    const events = Array.from({ length: 9 }, () => large(limitBytes / 4 - 100))
    const receipt = await right(log.append([{ stream: 'a', expected: 'none', events }]))
    expect(receipt).toMatchObject({ streams: [{ firstRevision: 0, lastRevision: 8 }] })
    expect(sentBy(given).map(({ expected, ids }) => [expected, ids.length])).toEqual([
      ['none', 4],
      [3, 4],
      [7, 1],
    ])
    expect(sentBy(given).every(({ bytes }) => bytes <= limitBytes)).toBe(true)
    expect((await readForwards(given.server.log, 'a')).map(({ id }) => id)).toEqual(events.map(({ id }) => id))
    expect(await right(log.append([{ stream: 'a', expected: 'none', events }]))).toEqual(receipt)
  })

  it('is kept to by the appends that wait for one stream and go together', async () => {
    const given = scene()
    const log = await given.open({ connectionString: given.relay.connectionString })
    const events = Array.from({ length: 60 }, () => large(100_000))
    await Promise.all(events.map((event) => right(log.append([{ stream: 'a', expected: 'any', events: [event] }]))))
    expect((await readForwards(given.server.log, 'a')).map(({ id }) => id)).toEqual(events.map(({ id }) => id))
    const sent = sentBy(given)
    expect(sent.every(({ bytes }) => bytes <= limitBytes)).toBe(true)
    // Ten fit into one.
    expect(sent.length).toBeLessThanOrEqual(8)
  })
})

describe('appends under way', () => {
  it('are at most 64 over all streams, whatever waits behind them', async () => {
    const { relay, open } = scene()
    const log = await open({ connectionString: relay.connectionString })
    const held: (() => void)[] = []
    let [under, most] = [0, 0]
    relay.rules.append = async (_append, pass) => {
      under += 1
      most = Math.max(most, under)
      if (held.length < 64) await new Promise<void>((resolve) => held.push(resolve))
      under -= 1
      return pass()
    }
    const answers = Promise.all(Array.from({ length: 300 }, (_, n) => right(log.append(one(`s-${n}`)))))
    await vi.waitFor(() => expect(held).toHaveLength(64), long)
    expect(log.status().queuedEvents).toBe(300)
    for (const go of held) go()
    await answers
    expect(most).toBe(64)
    expect(log.status()).toMatchObject({ queuedEvents: 0, queuedBytes: 0 })
  }, 60_000)

  it.each([
    ['20,000 events', 12, (): StreamAppend['events'] => newEvents(2_000)],
    ['64 MiB', 12, () => Array.from({ length: 8 }, () => large(1_000_000))],
  ])(
    'hold at most %s in memory: the rest is refused at once, and there is room again afterwards',
    async (_what, appends, events) => {
      const { relay, open } = scene()
      const log = await open({ connectionString: relay.connectionString, appendDeadlineMs: 100_000 })
      let go: () => void = () => undefined
      const released = new Promise<void>((resolve) => (go = resolve))
      relay.rules.append = async (_append, pass) => {
        await released
        return pass()
      }
      const answers = Array.from({ length: appends }, (_, n) =>
        log.append([{ stream: `s-${n}`, expected: 'any', events: events() }])(),
      )
      expect(await answers.at(-1)).toMatchObject({ _tag: 'Left', left: { _tag: 'QueueFull' } })
      const { queuedEvents, queuedBytes } = log.status()
      expect(queuedEvents).toBeLessThanOrEqual(20_000)
      expect(queuedBytes).toBeLessThanOrEqual(64 * 1024 * 1024)
      go()
      const stored = (await Promise.all(answers)).filter(E.isRight)
      expect(stored.length).toBeGreaterThan(7)
      await right(log.append(one('again')))
    },
    120_000,
  )
})

describe('what is checked before anything is sent', () => {
  const id = randomUUID()
  it.each<[string, StreamAppend]>([
    ['an id that is no UUID', { stream: 'a', expected: 'any', events: [newEvent({}, { id: 'x' })] }],
    ['a stream without a name', { stream: '', expected: 'any', events: [newEvent()] }],
    ['the stream $$, which ends a real server', { stream: '$$', expected: 'any', events: [newEvent()] }],
    ['an event without a type', { stream: 'a', expected: 'any', events: [newEvent({}, { type: '' })] }],
    ['a revision below 0', { stream: 'a', expected: -5, events: [newEvent()] }],
    ['a revision that is no whole number', { stream: 'a', expected: 1.5, events: [newEvent()] }],
    ['no event', { stream: 'a', expected: 'any', events: [] }],
    ['lone surrogates', { stream: 'a\uD800', expected: 'any', events: [newEvent({}, { id })] }],
  ])('%s is refused', async (_what, append) => {
    const given = scene()
    const log = await given.open({ connectionString: given.relay.connectionString })
    expect(await left(log.append([append]))).toMatchObject({ _tag: 'InvalidAppend' })
    expect(sentBy(given)).toEqual([])
  })
})
