import { status } from '@grpc/grpc-js'
import {
  ANY,
  NO_STREAM,
  START,
  STREAM_EXISTS,
  jsonEvent,
  streamNameFilter,
  eventTypeFilter,
} from '@eventstore/db-client'
import type { AppendExpectedRevision, Filter } from '@eventstore/db-client'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { OpenEndpoint } from '../support/wire.js'
import { openEndpoint } from '../support/wire.js'
import { openStub, readAllMessages, statusOf } from './support/stub.js'
import type { Stub } from './support/stub.js'

let open: OpenEndpoint
let stub: Stub
beforeAll(async () => {
  open = await openEndpoint()
  stub = openStub(open.endpoint.port)
})
afterAll(async () => {
  stub.close()
  await open.close()
})

const thing = (type = 'thing') => jsonEvent({ type, data: {} })
/** The status and trailers of an append that is a call of its own. */
const refusalOf = async (stream: string, expectedRevision: AppendExpectedRevision) => {
  const sent = open.client.appendToStream(stream, [thing()], {
    expectedRevision,
    credentials: { username: 'u', password: 'p' },
  })
  return sent.then(
    () => 'stored' as const,
    (error: unknown) => error,
  )
}

describe('what is expected of a stream', () => {
  it.each<[string, number, AppendExpectedRevision, string | bigint]>([
    ['none', 0, STREAM_EXISTS, 'no_stream'],
    ['none', 0, 0n, 'no_stream'],
    ['three', 3, NO_STREAM, 2n],
    ['three', 3, 0n, 2n],
    ['three', 3, 5n, 2n],
  ])('%s with %i events, expected %s', async (name, count, expected, actual) => {
    const stream = `${name}-${String(expected)}`
    if (count > 0) await open.client.appendToStream(stream, [thing(), thing(), thing()])
    const wrong = {
      type: 'wrong-expected-version',
      streamName: stream,
      expectedVersion: expected,
      actualVersion: actual,
    }
    await expect(refusalOf(stream, expected)).resolves.toMatchObject(wrong)
    await expect(open.client.appendToStream(stream, [thing()], { expectedRevision: expected })).rejects.toMatchObject(
      wrong,
    )
  })

  it.each<[string, AppendExpectedRevision]>([
    ['any', ANY],
    ['exists', STREAM_EXISTS],
    ['exactly', 0n],
  ])('%s is met by one event', async (name, expected) => {
    await open.client.appendToStream(`met-${name}`, [thing()], { expectedRevision: NO_STREAM })
    await expect(refusalOf(`met-${name}`, expected)).resolves.toBe('stored')
  })
})

describe('the trailers of a call', () => {
  it('say that a deletion expected another revision', async () => {
    await expect(open.client.deleteStream('nobody')).rejects.toMatchObject({
      code: status.FAILED_PRECONDITION,
      streamName: 'nobody',
    })
  })

  it('name a stream that has ended', async () => {
    await open.client.tombstoneStream('ended ž')
    await expect(statusOf(readAllMessages(stub, { stream: 'ended ž' }))).resolves.toMatchObject({
      code: status.FAILED_PRECONDITION,
      details: "Event stream 'ended ž' is deleted.",
      trailers: { exception: 'stream-deleted', 'stream-name': 'ended %C5%BE' },
    })
  })
})

describe('a call that its client gives up', () => {
  it('ends with a subscription that nobody listens to any more', async () => {
    await expect(
      statusOf(readAllMessages(stub, { stream: 'waits', subscription: true, deadlineMs: 300 })),
    ).resolves.toMatchObject({ code: status.DEADLINE_EXCEEDED })
    await open.client.appendToStream('waits', [thing()])
  })

  it('ends with unsubscribe, and the rest goes on', async () => {
    const subscriptions = Array.from({ length: 20 }, () =>
      open.client.subscribeToStream('many', { fromRevision: START }),
    )
    const first = subscriptions[0]
    const seen: string[] = []
    const ended = subscriptions.slice(1).map(async (each) => {
      for await (const _ of each) await each.unsubscribe()
    })
    const kept = (async () => {
      for await (const { event } of first ?? []) if (seen.push(event?.type ?? '') === 2) break
    })()
    await open.client.appendToStream('many', [thing('one')])
    await Promise.all(ended)
    await open.client.appendToStream('many', [thing('two')])
    await kept
    expect(seen).toEqual(['one', 'two'])
  })
})

describe('filtered subscriptions', () => {
  const follow = async (filter: Filter, count: number): Promise<readonly string[]> => {
    const seen: string[] = []
    for await (const { event } of open.client.subscribeToAll({ fromPosition: START, filter })) {
      seen.push(`${event?.streamId ?? ''} ${event?.type ?? ''}`)
      if (seen.length === count) break
    }
    return seen
  }

  it('by stream and by type, by prefix and by expression', async () => {
    await open.client.appendToStream('in-1', [thing('order-made'), thing('paid')])
    await open.client.appendToStream('out-1', [thing('order-sent')])
    await open.client.appendToStream('in-2', [thing('order-sent')])
    const ins = ['in-1 order-made', 'in-1 paid', 'in-2 order-sent']
    const orders = ['in-1 order-made', 'out-1 order-sent', 'in-2 order-sent']
    await expect(follow(streamNameFilter({ prefixes: ['none-', 'in-'] }), 3)).resolves.toEqual(ins)
    await expect(follow(streamNameFilter({ regex: '^in-\\d$' }), 3)).resolves.toEqual(ins)
    await expect(follow(eventTypeFilter({ prefixes: ['order-'] }), 3)).resolves.toEqual(orders)
    await expect(follow(eventTypeFilter({ regex: '^order' }), 3)).resolves.toEqual(orders)
    await expect(follow(eventTypeFilter({ regex: '(' }), 1)).rejects.toMatchObject({ code: status.INVALID_ARGUMENT })
  })

  it('say how far they are where nothing matches', async () => {
    const reached: bigint[] = []
    const filter = streamNameFilter({
      prefixes: ['end-of-it'],
      maxSearchWindow: 4,
      checkpointInterval: 2,
      checkpointReached: (_subscription, position) => void reached.push(position.commit),
    })
    const subscription = open.client.subscribeToAll({ fromPosition: START, filter })
    const last = await open.client.appendToStream(
      'noise',
      Array.from({ length: 40 }, () => thing()),
    )
    await open.client.appendToStream('end-of-it', [thing()])
    for await (const { event } of subscription) if (event?.streamId === 'end-of-it') break
    expect(reached.length).toBeGreaterThanOrEqual(5)
    expect(reached).toEqual([...reached].sort((a, b) => Number(a - b)))
    expect(new Set(reached.slice(1).map((at, n) => at - (reached[n] ?? 0n)))).toEqual(new Set([8n]))
    expect(Number(last.position?.commit) - Number(reached.at(-1))).toBeLessThan(8)
  })
})
