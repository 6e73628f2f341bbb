import { Buffer } from 'node:buffer'
import { randomUUID } from 'node:crypto'
import { status } from '@grpc/grpc-js'
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, it, vi } from 'vitest'
import type { AppendResp } from '@eventstore/db-client/generated/streams_pb.js'
import { long, one, ready, underFaults } from '../../support/adapter-under-faults.js'
import { left, newEvent, newEvents, readForwards, right } from '../../support/event-log-fixtures.js'

const scene = underFaults()

describe('an append whose answer is lost', () => {
  it('with the connection, sixty of them at once: each is stored once and acknowledged', async () => {
    const { server, proxy, open } = scene()
    const log = await open()
    await right(log.append(one('a')))
    proxy.holdAnswers()
    const appends = Array.from({ length: 60 }, (_, n) => ({ stream: `s-${n}`, id: randomUUID() }))
    const answers = Promise.all(appends.map(({ stream, id }) => log.append(one(stream, id))()))
    // All of them are in the log, and nobody has been told.
    await vi.waitFor(async () => expect(await right(server.log.head())).toBeGreaterThanOrEqual(61), long)
    proxy.cut()
    proxy.release()
    for (const answer of await answers)
      expect(answer).toMatchObject({ _tag: 'Right', right: { streams: [{ lastRevision: 0 }] } })
    for (const { stream, id } of appends)
      expect((await readForwards(server.log, stream)).map((event) => event.id)).toEqual([id])
  }, 120_000)

  it.each([
    [status.UNAVAILABLE, 'Server Is Not Ready'],
    [status.UNKNOWN, 'Exception was thrown by handler.'],
    [status.INTERNAL, 'Received RST_STREAM with code 0 (Call ended without gRPC status)'],
    [status.CANCELLED, 'Cancelled on client'],
    [status.DEADLINE_EXCEEDED, 'Deadline exceeded after 2.001s'],
    [status.RESOURCE_EXHAUSTED, 'Received message exceeds the maximum configured message size.'],
    [status.ABORTED, 'Operation timed out'],
  ])(
    'for an error of status %i is sent again as it was: same ids, same order, same revision',
    async (code, details) => {
      const { server, relay, open } = scene()
      const log = await open({ connectionString: relay.connectionString })
      await right(log.append(one('a')))
      let failures = 2
      relay.rules.append = async (_append, pass) => {
        const answer = await pass()
        if (failures === 0) return answer
        failures -= 1
        throw Object.assign(new Error(details), { code, details })
      }
      const events = newEvents(3)
      const receipt = await right(log.append([{ stream: 'a', expected: 'any', events }]))
      expect(receipt).toMatchObject({ streams: [{ firstRevision: 1, lastRevision: 3 }] })
      expect((await readForwards(server.log, 'a')).slice(1).map(({ id }) => id)).toEqual(events.map(({ id }) => id))
      const attempts = relay.appends.filter(({ ids }) => ids[0] === events[0]?.id)
      expect(attempts).toHaveLength(3)
      for (const { expected, ids } of attempts)
        expect({ expected, ids }).toEqual({ expected: 0, ids: events.map(({ id }) => id) })
    },
  )

  it('and who asks for any revision, or for a stream that exists, never asks the server so', async () => {
    const { relay, open } = scene()
    const log = await open({ connectionString: relay.connectionString })
    await right(log.append(one('a')))
    await right(log.append([{ stream: 'a', expected: 'exists', events: [newEvent()] }]))
    await right(log.append([...one('a'), ...one('b')]))
    expect(relay.appends.map(({ stream, expected }) => `${stream} ${expected}`)).toEqual([
      'annals.log none',
      'a none',
      'a 0',
      'a 1',
      'b none',
    ])
  })

  it('and comes after the deadline, when it was sent again: both answers are for the one event', async () => {
    const { server, relay, open } = scene()
    const log = await open({ connectionString: relay.connectionString, appendDeadlineMs: 400 })
    let answerLate: () => void = () => undefined
    const late = new Promise<void>((resolve) => (answerLate = resolve))
    let attempts = 0
    relay.rules.append = async (_append, pass): Promise<AppendResp> => {
      attempts += 1
      const answer = await pass()
      if (attempts === 1) await late
      return answer
    }
    const id = randomUUID()
    expect(await right(log.append(one('a', id)))).toMatchObject({ streams: [{ lastRevision: 0 }] })
    expect(attempts).toBe(2)
    answerLate()
    expect(await right(log.append(one('a')))).toMatchObject({ streams: [{ lastRevision: 1 }] })
    expect((await readForwards(server.log, 'a')).filter((event) => event.id === id)).toHaveLength(1)
  }, 60_000)

  it('which is late but in time, is waited for', async () => {
    const { server, proxy, open } = scene()
    const log = await open()
    proxy.delay(150)
    const answers = await Promise.all(Array.from({ length: 20 }, (_, n) => log.append(one(`s-${n % 5}`))()))
    expect(answers.every(E.isRight)).toBe(true)
    for (let n = 0; n < 5; n += 1) expect(await readForwards(server.log, `s-${n}`)).toHaveLength(4)
  }, 60_000)
})

describe('an append that was given up', () => {
  it('lands or not: the same id later gets the first place, and nothing is appended before that is known', async () => {
    const { server, proxy, open } = scene()
    const log = await open({ appendDeadlineMs: 1_500, retryMs: 2_500 })
    await right(log.append(one('a')))
    const id = randomUUID()
    proxy.holdAnswers()
    const startedAt = performance.now()
    expect(await left(log.append(one('late', id)))).toMatchObject({ _tag: 'LogUnavailable' })
    expect(performance.now() - startedAt).toBeLessThan(10_000)
    expect(await left(log.append(one('b')))).toMatchObject({ _tag: 'LogUnavailable' })
    proxy.release()
    await ready(log)
    await right(log.append(one('late')))
    expect(await right(log.append(one('late', id)))).toMatchObject({ streams: [{ firstRevision: 0, lastRevision: 0 }] })
    expect(await readForwards(server.log, 'late')).toHaveLength(2)
  }, 120_000)

  it('in the middle, because the server stopped, is completed by the same ids', async () => {
    const { server, relay, open } = scene()
    const log = await open({ connectionString: relay.connectionString, retryMs: 300 })
    const events = Array.from({ length: 9 }, () => newEvent({}, { data: Buffer.alloc(262_000, 0x20) }))
    let parts = 0
    relay.rules.append = (_append, pass) => {
      parts += 1
      if (parts < 3) return pass()
      return Promise.reject(
        Object.assign(new Error('gone'), { code: status.UNAVAILABLE, details: 'Connection dropped' }),
      )
    }
    const append = [{ stream: 'a', expected: 'none' as const, events }]
    expect(await left(log.append(append))).toMatchObject({ _tag: 'LogUnavailable' })
    expect(await readForwards(server.log, 'a')).toHaveLength(8)
    relay.rules = {}
    await ready(log)
    expect(await right(log.append(append))).toMatchObject({ streams: [{ firstRevision: 0, lastRevision: 8 }] })
    expect((await readForwards(server.log, 'a')).map(({ id }) => id)).toEqual(events.map(({ id }) => id))
  }, 60_000)

  it('for want of rights after it was stored without an answer is looked up before anything else is appended', async () => {
    const { server, relay, open } = scene()
    const log = await open({ connectionString: relay.connectionString })
    await right(log.append(one('a')))
    let attempts = 0
    relay.rules.append = async (_append, pass) => {
      attempts += 1
      if (attempts > 1)
        throw Object.assign(new Error('no'), { code: status.PERMISSION_DENIED, details: 'Access Denied' })
      await pass()
      throw Object.assign(new Error('gone'), { code: status.UNAVAILABLE, details: 'Connection dropped' })
    }
    const id = randomUUID()
    expect(await left(log.append(one('a', id)))).toMatchObject({
      _tag: 'LogUnavailable',
      reason: expect.stringMatching(/Access Denied/) as string,
    })
    delete relay.rules.append
    await ready(log)
    expect(await right(log.append(one('a', id)))).toMatchObject({ streams: [{ firstRevision: 1, lastRevision: 1 }] })
    expect(await readForwards(server.log, 'a')).toHaveLength(2)
  }, 60_000)
})

it('the same id with other bytes is refused, which the server would call stored', async () => {
  const log = await scene().open()
  const id = randomUUID()
  await right(log.append([{ stream: 'a', expected: 'none', events: [newEvent({ n: 1 }, { id })] }]))
  const again = log.append([{ stream: 'a', expected: 'none', events: [newEvent({ n: 2 }, { id })] }])
  expect(await left(again)).toMatchObject({ _tag: 'InvalidAppend' })
})
