import { describe, expect, onTestFinished, test } from 'vitest'
import { createClient, currentContext, withActor, withContext } from '../../../src/client/index.js'
import type { AnnalsClient, Backlog, EmitInput, RefusedLetter } from '../../../src/client/index.js'
import { openStore } from '../../support/open-store.js'
import { deferred } from '../support/deferred.js'
import { answering, judging, losingAnswers, serverWithFaults } from '../support/server-with-faults.js'

const actor = { type: 'user', id: 'ada' }
const subject = { type: 'post', id: '42' }
const eventOf = (n: number, more: Partial<EmitInput> = {}): EmitInput => ({
  subject,
  actor,
  verb: 'post.viewed',
  data: { n },
  ...more,
})
const inAnHour = (): Date => new Date(Date.now() + 3_600_000)

interface Reads {
  readonly history: (
    about: typeof subject,
    query: { include: 'all'; limit: number },
  ) => Promise<{ items: readonly { data?: unknown; id: string }[] }>
}
const stored = async (annals: Reads): Promise<unknown[]> =>
  (await annals.history(subject, { include: 'all', limit: 1_000 })).items.map(({ data }) => (data as { n: number }).n)
const upTo = (count: number): number[] => Array.from({ length: count }, (_, n) => n)
const refusedOf = async (client: AnnalsClient): Promise<RefusedLetter[]> => {
  const all: RefusedLetter[] = []
  for await (const each of client.refused()) all.push(each)
  return all
}

describe('an event that nobody waits for', () => {
  test('is taken as it is at the call, with the context around it, and sent with others in their order', async () => {
    const { annals, client, bodies } = await serverWithFaults()
    const it = client()
    const given = eventOf(0, { data: { n: 0 } })
    const { id, ready } = withContext({ actor: { type: 'job', id: 'nightly' }, transactionId: 't-1' }, () =>
      it.emitSoon({ ...given, actor: undefined }),
    )
    ;(given.data as { n: number }).n = 7
    expect(ready).toBeUndefined()
    for (const n of upTo(300).slice(1)) it.emitSoon(eventOf(n))
    expect(it.backlog()).toMatchObject({ buffered: 300, delivered: 0 })
    expect(await it.flush()).toEqual({ left: 0 })
    expect(await annals.event(id)).toMatchObject({ actor: { type: 'job', id: 'nightly' }, transactionId: 't-1' })
    expect(await stored(annals)).toEqual(upTo(300))
    expect(bodies.length).toBeLessThan(4)
    expect(it.backlog()).toMatchObject({ buffered: 0, bufferedBytes: 0, delivered: 300, refused: 0, failures: 0 })
  })

  test('is delivered in no context: callbacks and tokens are not the first caller’s', async () => {
    const { client } = await serverWithFaults()
    const contexts: unknown[] = []
    const note = (): void => void contexts.push(currentContext())
    const it = client({
      token: () => {
        note()
        return 't'
      },
      delivery: { onBacklog: note, onRefused: note },
    })
    withActor(actor, () => it.emitSoon(eventOf(0, { tenant: 'another' })))
    expect(await withActor(actor, () => it.flush())).toEqual({ left: 0 })
    expect(contexts.length).toBeGreaterThan(2)
    expect(contexts.filter((context) => Object.keys(context as object).length > 0)).toEqual([])
  })

  test('is checked at the call', async () => {
    const { client } = await serverWithFaults()
    expect(() => client().emitSoon(eventOf(1, { verb: 'a b' }))).toThrow('/verb')
  })

  test('goes to a store in process, too', async () => {
    const { annals, remove } = await openStore()
    onTestFinished(remove)
    const client = createClient({ store: annals })
    withActor(actor, () => {
      for (const n of upTo(50)) client.emitSoon({ ...eventOf(n), actor: undefined })
    })
    expect(await client.close()).toEqual({ spooled: 0, lost: 0 })
    expect(await stored(annals)).toEqual(upTo(50))
  })

  test('comes before what is waited for about the same subject', async () => {
    const { annals, client } = await serverWithFaults(answering(2, 503))
    const it = client()
    for (const n of upTo(3)) it.emitSoon(eventOf(n))
    await Promise.all([it.emit(eventOf(3)), it.emitMany([eventOf(4), eventOf(5)])])
    expect(await stored(annals)).toEqual(upTo(6))
  })

  test('comes behind what was waited for about the same subject, however often that is tried', async () => {
    const { promise: again, resolve: goOn } = deferred()
    const { annals, client } = await serverWithFaults(answering(1, 503))
    const it = client({ pause: () => again.then(() => undefined) })
    const first = it.emit(eventOf(0))
    it.emitSoon(eventOf(1))
    expect(await it.flush({ limitMs: 300 })).toEqual({ left: 1 })
    goOn(undefined)
    expect(await first).toMatchObject({ duplicate: false })
    expect(await it.flush()).toEqual({ left: 0 })
    expect(await stored(annals)).toEqual([0, 1])
  })

  test('comes behind a change that takes two requests', async () => {
    const { annals, client } = await serverWithFaults()
    const it = client()
    const changed = it.recordChange(subject, { n: 1 }, { n: 2 }, { actor })
    it.emitSoon({ subject, actor, change: { kind: 'patch', delta: { n: [2, 3] } } })
    await changed
    expect(await it.flush()).toEqual({ left: 0 })
    const { items } = await annals.history(subject, { include: 'all' })
    expect(items.map(({ verb, version }) => [verb, version])).toEqual([
      ['post.observed', 0],
      ['post.updated', 1],
      ['post.updated', 2],
    ])
  })

  test('neither waits for the other where both name the same subjects', async () => {
    const { annals, client } = await serverWithFaults(answering(2, 503))
    const it = client()
    const other = { type: 'post', id: '43' }
    it.emitSoon(eventOf(0, { subject: other }))
    const many = it.emitMany([eventOf(1, { subject: other }), eventOf(0)])
    it.emitSoon(eventOf(1))
    const one = it.emit(eventOf(2))
    it.emitSoon(eventOf(2, { subject: other }))
    await Promise.all([many, one])
    expect(await it.flush()).toEqual({ left: 0 })
    expect(await stored(annals)).toEqual([0, 1, 2])
    const { items } = await annals.history(other, { include: 'all' })
    expect(items.map(({ data }) => data)).toEqual([{ n: 0 }, { n: 1 }, { n: 2 }])
  })

  test('is sent in requests of no more events and bytes than allowed', async () => {
    const { annals, client, bodies } = await serverWithFaults()
    const it = client({ delivery: { maxEvents: 10, maxBytes: 4_096 } })
    for (const n of upTo(40)) it.emitSoon(eventOf(n, { reason: n < 20 ? 'x' : 'x'.repeat(400) }))
    await it.flush()
    expect(await stored(annals)).toEqual(upTo(40))
    const sizes = bodies.map((body) => (body as unknown[]).length)
    expect(sizes.slice(0, 2)).toEqual([10, 10])
    expect(sizes.slice(2).every((size) => size < 10)).toBe(true)
    for (const body of bodies) expect(JSON.stringify(body).length).toBeLessThan(4_200)
  })
})

describe('where there is no room', () => {
  test('the call fails, and what was taken is stored', async () => {
    const { annals, client } = await serverWithFaults()
    const it = client({ delivery: { bufferEvents: 5 } })
    for (const n of upTo(5)) it.emitSoon(eventOf(n))
    expect(() => it.emitSoon(eventOf(5))).toThrow(
      expect.objectContaining({
        error: { _tag: 'BufferFull', reason: expect.stringContaining('5 events') as string },
      }) as Error,
    )
    await it.flush()
    it.emitSoon(eventOf(5))
    await it.flush()
    expect(await stored(annals)).toEqual(upTo(6))
  })

  test('or it waits, in its order, and only so many do', async () => {
    const { annals, client } = await serverWithFaults()
    const it = client({ delivery: { bufferEvents: 5, whenFull: 'wait' } })
    const taken = upTo(10).map((n) => it.emitSoon(eventOf(n)).ready)
    expect(taken.map((ready) => ready === undefined)).toEqual([
      ...Array<boolean>(5).fill(true),
      ...Array<boolean>(5).fill(false),
    ])
    expect(() => it.emitSoon(eventOf(10))).toThrow('10 events wait here')
    await taken[9]
    await it.flush()
    expect(await stored(annals)).toEqual(upTo(10))
  })
})

describe('a store that is away for a while', () => {
  test.each([
    ['that loses answers', losingAnswers(7)],
    ['that is overloaded', answering(7, 503)],
    ['that knows no credential for now', answering(7, 401, {}, '{"type":"urn:annals:problem:unauthenticated"}')],
    ['that forbids it for now', answering(7, 403, {}, '<html>')],
    ['that is broken', answering(7, 500, {}, '{"type":"urn:annals:problem:internal"}')],
    ['whose place another service has', answering(7, 200, {}, '{"items":[]}')],
    ['whose path leads nowhere', answering(7, 404, {}, 'no')],
  ])('%s is tried until it is there: each once, in order', async (_what, fault) => {
    const { annals, client } = await serverWithFaults(fault)
    const backlogs: Backlog[] = []
    const it = client({ delivery: { onBacklog: (backlog) => backlogs.push(backlog) } })
    for (const n of upTo(20)) it.emitSoon(eventOf(n))
    expect(await it.flush()).toEqual({ left: 0 })
    expect(await stored(annals)).toEqual(upTo(20))
    expect(Math.max(...backlogs.map(({ failures }) => failures))).toBe(7)
    expect(await refusedOf(it)).toEqual([])
  })

  test('is given the time that it asks for, up to a bound', async () => {
    let requests = 0
    const { client, pauses } = await serverWithFaults((request, response, next) => {
      requests += 1
      if (requests > 2) {
        next()
        return
      }
      request.resume()
      response.writeHead(503, { 'retry-after': requests === 1 ? '7' : '3600' }).end()
    })
    const it = client()
    it.emitSoon(eventOf(0))
    await it.flush()
    // Half of 200 and of 400 ms more.
    expect(pauses.slice(0, 2)).toEqual([7_100, 60_200])
  })

  test('what waits behind it ends with the client', async () => {
    const { client } = await serverWithFaults(answering(1_000_000, 503))
    const it = client({ pause: undefined, timeoutMs: 2_000_000_000 })
    it.emitSoon(eventOf(0))
    const behind = expect(it.emit(eventOf(1))).rejects.toMatchObject({ error: { _tag: 'Closed' } })
    await it.close({ limitMs: 50 })
    await behind
  })

  test('what comes behind a call that ends with the client is told', async () => {
    const { client } = await serverWithFaults(answering(1_000_000, 503))
    const it = client({ pause: undefined, whenUnavailable: 'wait' })
    const first = expect(it.emit(eventOf(0))).rejects.toMatchObject({ error: { _tag: 'Closed' } })
    it.emitSoon(eventOf(1))
    expect(await it.close({ limitMs: 50 })).toEqual({ spooled: 0, lost: 1 })
    await first
  })

  test('a call that waits for the store waits for what was taken before it, too', async () => {
    let isDown = true
    const { annals, client } = await serverWithFaults((request, _response, next) => {
      if (isDown) request.socket.destroy()
      else next()
    })
    const it = client({ pause: undefined, whenUnavailable: 'wait', timeoutMs: 50, retry: { baseMs: 1, maxMs: 10 } })
    it.emitSoon(eventOf(0))
    const second = it.emit(eventOf(1))
    expect(await it.flush({ limitMs: 300 })).toEqual({ left: 1 })
    isDown = false
    await second
    expect(await stored(annals)).toEqual([0, 1])
  })

  test('what is left in memory at the end is told', async () => {
    const { annals, client } = await serverWithFaults(answering(1_000_000, 503))
    const it = client({ pause: undefined })
    for (const n of upTo(3)) it.emitSoon(eventOf(n))
    expect(await it.close({ limitMs: 50 })).toEqual({ spooled: 0, lost: 3 })
    expect(() => it.emitSoon(eventOf(3))).toThrow('the client is closed')
    expect(await stored(annals).catch(() => [])).toEqual([])
  })
})

describe('an event that the store always refuses', () => {
  test('is set aside with the reason, and holds nobody up', async () => {
    const { annals, client } = await serverWithFaults()
    const told: string[] = []
    const it = client({ delivery: { onRefused: ({ id }) => told.push(id) } })
    const wrong = new Map([
      [3, { occurredAt: inAnHour() }],
      [4, { tenant: 'another' }],
      [9, { occurredAt: inAnHour() }],
    ])
    const ids = upTo(12).map((n) => it.emitSoon(eventOf(n, wrong.get(n))).id)
    expect(await it.flush()).toEqual({ left: 0 })
    expect(await stored(annals)).toEqual([0, 1, 2, 5, 6, 7, 8, 10, 11])
    const refused = await refusedOf(it)
    expect(refused.map(({ id }) => ids.indexOf(id)).sort((a, b) => a - b)).toEqual([3, 4, 9])
    expect(told.sort()).toEqual(refused.map(({ id }) => id).sort())
    expect(refused.find(({ id }) => id === ids[3])).toMatchObject({
      error: { _tag: 'InvalidInput', issues: [{ field: '/occurredAt' }] },
      event: { data: { n: 3 } },
    })
    expect(it.backlog()).toMatchObject({ refused: 3, delivered: 9, buffered: 0 })
  })

  test('is found where only the whole request is refused', async () => {
    const { annals, url: inner } = await serverWithFaults()
    const { client, bodies } = await serverWithFaults(
      judging(
        () => inner,
        (body) => (body.includes('"n":13') ? 413 : undefined),
      ),
    )
    const it = client()
    for (const n of upTo(32)) it.emitSoon(eventOf(n))
    await it.flush()
    expect(await stored(annals)).toEqual(upTo(32).filter((n) => n !== 13))
    expect((await refusedOf(it)).map(({ error }) => error)).toMatchObject([{ _tag: 'UnexpectedAnswer', status: 413 }])
    expect(bodies.length).toBeLessThan(20)
  })
})

describe('an event that the store fails at', () => {
  const isAlone = (body: unknown): boolean => Array.isArray(body) && body.length === 1
  /** A store that has a mistake where it meets n = 1. */
  const mistaken = async () => {
    const inner = await serverWithFaults()
    const outer = await serverWithFaults(
      judging(
        () => inner.url,
        (body) => (body.includes('"n":1}') ? 500 : undefined),
      ),
    )
    return { annals: inner.annals, outer }
  }

  test('is set aside after so many attempts alone, and those behind it get through in their order', async () => {
    const { annals, outer } = await mistaken()
    const told: RefusedLetter[] = []
    const it = outer.client({
      delivery: { giveUpAttempts: 3, giveUpMs: 0, onRefused: (refused) => told.push(refused) },
    })
    const ids = upTo(4).map((n) => it.emitSoon(eventOf(n)).id)
    expect(await it.flush()).toEqual({ left: 0 })
    expect(await stored(annals)).toEqual([0, 2, 3])
    expect(told).toMatchObject([
      { id: ids[1], error: { _tag: 'UnexpectedAnswer', status: 500 }, event: { data: { n: 1 } } },
    ])
    expect(await refusedOf(it)).toEqual(told)
    const alone = outer.bodies.filter((body) => isAlone(body) && JSON.stringify(body).includes('"n":1}'))
    expect(alone).toHaveLength(3)
    expect(it.backlog()).toMatchObject({ refused: 1, delivered: 3, failures: 0, lastFailure: undefined })
  })

  test('is not set aside before so long', async () => {
    const { annals, outer } = await mistaken()
    const it = outer.client({
      pause: undefined,
      retry: { baseMs: 10, maxMs: 20 },
      delivery: { giveUpAttempts: 1, giveUpMs: 300 },
    })
    const begun = performance.now()
    it.emitSoon(eventOf(1))
    it.emitSoon(eventOf(2))
    expect(await it.flush({ limitMs: 60_000 })).toEqual({ left: 0 })
    expect(performance.now() - begun).toBeGreaterThanOrEqual(300)
    expect(await stored(annals)).toEqual([2])
    expect(await refusedOf(it)).toHaveLength(1)
  })

  test.each([
    ['that is away', losingAnswers(5), 0],
    ['that is overloaded', answering(5, 503), 0],
    ['that knows no credential', answering(5, 401, {}, '{"type":"urn:annals:problem:unauthenticated"}'), 0],
    ['whose path leads nowhere', answering(5, 404, {}, 'no'), 0],
    ['that fails, where it is never to be set aside', answering(5, 500), Infinity],
  ])('is not one of a store %s', async (_what, fault, giveUpMs) => {
    const { annals, client } = await serverWithFaults(fault)
    const it = client({ delivery: { giveUpAttempts: 1, giveUpMs } })
    for (const n of upTo(2)) it.emitSoon(eventOf(n))
    expect(await it.flush()).toEqual({ left: 0 })
    expect(await stored(annals)).toEqual([0, 1])
    expect(await refusedOf(it)).toEqual([])
  })

  test.each([
    { giveUpAttempts: 0 },
    { giveUpAttempts: Infinity },
    { giveUpMs: -1 },
    { giveUpMs: NaN },
    { giveUpMs: 2_592_000_001 },
  ])('%o is no bound', (delivery) => {
    expect(() => createClient({ url: 'http://127.0.0.1:9', delivery })).toThrow(
      `delivery.${Object.keys(delivery)[0] ?? ''} must be an integer from`,
    )
  })
})

test('a change that does not fit is kept as an activity, unless it says otherwise', async () => {
  const { annals, client } = await serverWithFaults()
  const it = client()
  await it.recordState(subject, { n: 1 }, { actor })
  const change = { kind: 'patch', delta: { n: [5, 6] } } as const
  const kept = it.emitSoon({ subject, actor, change })
  const refused = it.emitSoon({ subject, actor, change, onMismatch: 'reject' })
  await it.flush()
  expect(await annals.event(kept.id)).toMatchObject({ applied: false, change })
  expect(await refusedOf(it)).toMatchObject([{ id: refused.id, error: { _tag: 'DeltaMismatch' } }])
})

test('a client that waits for the store does so, over HTTP and in process', async () => {
  const { annals, client } = await serverWithFaults(answering(150, 503))
  expect(await client({ whenUnavailable: 'wait' }).emit(eventOf(0))).toMatchObject({ duplicate: false })
  let failures = 0
  const store = new Proxy(annals, {
    get: (target, name) =>
      name === 'emit' && failures++ < 3
        ? () =>
            Promise.reject(
              Object.assign(new Error(), {
                name: 'AnnalsFailure',
                error: { _tag: 'Unavailable', reason: 'away', retryAfterSeconds: 0 },
              }),
            )
        : (Reflect.get(target, name) as unknown),
  })
  const inProcess = createClient({ store, whenUnavailable: 'wait' })
  await Promise.all([inProcess.emit(eventOf(1)), inProcess.emit(eventOf(2))])
  expect(await stored(annals)).toEqual([0, 1, 2])
})
