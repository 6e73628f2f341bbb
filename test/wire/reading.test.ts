import { randomUUID } from 'node:crypto'
import { status } from '@grpc/grpc-js'
import { ANY, BACKWARDS, END, FORWARDS, START, binaryEvent, jsonEvent } from '@eventstore/db-client'
import type { ReadStreamOptions } from '@eventstore/db-client'
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

const things = (count: number) => Array.from({ length: count }, (_, n) => jsonEvent({ type: 'thing', data: { n } }))
const append = (stream: string, count: number) =>
  open.client.appendToStream(stream, things(count), { expectedRevision: ANY })
const revisions = async (stream: string, options: ReadStreamOptions = {}): Promise<readonly number[]> => {
  const seen: number[] = []
  for await (const { event } of open.client.readStream(stream, options)) seen.push(Number(event?.revision))
  return seen
}

describe('reading a stream', () => {
  beforeAll(() => append('r', 10))
  it.each<[string, ReadStreamOptions, readonly number[]]>([
    ['three from the start', { maxCount: 3 }, [0, 1, 2]],
    ['three from the end', { direction: BACKWARDS, fromRevision: END, maxCount: 3 }, [9, 8, 7]],
    ['from a revision on', { fromRevision: 7n }, [7, 8, 9]],
    ['backwards from a revision', { fromRevision: 4n, direction: BACKWARDS }, [4, 3, 2, 1, 0]],
    ['from beyond the end', { fromRevision: 99n }, []],
    ['from just behind the end', { fromRevision: 10n }, []],
    ['backwards from beyond the end', { fromRevision: 99n, direction: BACKWARDS, maxCount: 2 }, [9, 8]],
    ['backwards from the start', { fromRevision: START, direction: BACKWARDS }, [0]],
    ['forwards from the end', { fromRevision: END, direction: FORWARDS }, []],
    ['from the highest number there is', { fromRevision: 18_446_744_073_709_551_615n }, []],
  ])('%s', async (_where, options, expected) => {
    await expect(revisions('r', options)).resolves.toEqual(expected)
  })

  it('is refused with no count, no name and backwards for ever', async () => {
    await expect(revisions('r', { maxCount: 0 })).rejects.toMatchObject({ code: status.INVALID_ARGUMENT })
    for (const options of [
      { stream: '' },
      { stream: 'r', backwards: true, subscription: true },
      { stream: 'r', count: 0 },
    ])
      await expect(statusOf(readAllMessages(stub, options))).resolves.toMatchObject({ code: status.INVALID_ARGUMENT })
  })

  it('gives ids as text or as two halves', async () => {
    for (const id of [randomUUID(), 'ffffffff-ffff-4fff-bfff-ffffffffffff', '00000000-0000-4000-8000-000000000001']) {
      const stream = `ids-${id}`
      await open.client.appendToStream(stream, [jsonEvent({ id, type: 'thing', data: {} })])
      const [text] = await readAllMessages(stub, { stream })
      expect(text?.getEvent()?.getEvent()?.getId()?.getString()).toBe(id)
      const [message] = await readAllMessages(stub, { stream, structured: true })
      const halves = message?.getEvent()?.getEvent()?.getId()?.getStructured()
      const bits = [halves?.getMostSignificantBits(), halves?.getLeastSignificantBits()]
        .map((half) =>
          BigInt.asUintN(64, BigInt(half ?? '0'))
            .toString(16)
            .padStart(16, '0'),
        )
        .join('')
      expect(bits).toBe(id.replaceAll('-', ''))
    }
  })
})

describe('links', () => {
  const link = (to: string) => binaryEvent({ type: '$>', data: Buffer.from(to) })
  it('are followed where asked for, and come alone where they lead nowhere', async () => {
    await append('l', 2)
    await append('lost', 1)
    await open.client.tombstoneStream('lost')
    const targets = ['1@l', '9@l', '0@lost', '0@never', 'nonsense', '99999999999999999999@l']
    await open.client.appendToStream('links', targets.map(link))
    const read = async (resolveLinkTos: boolean) => {
      const seen: (string | undefined)[][] = []
      for await (const { event, link: by } of open.client.readStream('links', { resolveLinkTos }))
        seen.push([event && `${event.revision}@${event.streamId}`, by && `${by.revision}@${by.streamId}`])
      return seen
    }
    await expect(read(false)).resolves.toEqual(targets.map((_, n) => [`${n}@links`, undefined]))
    await expect(read(true)).resolves.toEqual(targets.map((_, n) => [n === 0 ? '1@l' : undefined, `${n}@links`]))
  })

  it('are followed in a subscription too', async () => {
    await append('to', 1)
    await open.client.appendToStream('by', [link('0@to')])
    for await (const { event, link: by } of open.client.subscribeToStream('by', {
      fromRevision: START,
      resolveLinkTos: true,
    })) {
      expect([event?.streamId, by?.streamId]).toEqual(['to', 'by'])
      break
    }
  })
})

describe('metadata', () => {
  it('$maxCount and $tb cut off the front for readers of the stream, not for those of everything', async () => {
    await open.client.setStreamMetadata('x', { maxCount: 2 })
    await append('x', 5)
    await expect(revisions('x')).resolves.toEqual([3, 4])
    await expect(revisions('x', { maxCount: 1 })).resolves.toEqual([3])
    await expect(revisions('x', { direction: BACKWARDS, fromRevision: END })).resolves.toEqual([4, 3])
    await open.client.setStreamMetadata('x', { truncateBefore: 4 })
    await expect(revisions('x', { fromRevision: 1n })).resolves.toEqual([4])
    await open.client.setStreamMetadata('x', { truncateBefore: 99 })
    await expect(revisions('x')).resolves.toEqual([])
    await append('x', 1)
    await expect(revisions('x')).resolves.toEqual([])
    const all: number[] = []
    for await (const { event } of open.client.readAll()) if (event?.streamId === 'x') all.push(Number(event.revision))
    expect(all).toEqual([0, 1, 2, 3, 4, 5])
    await expect(open.client.setStreamMetadata('x', {}, { expectedRevision: 0n })).rejects.toMatchObject({
      type: 'wrong-expected-version',
      actualVersion: 2n,
      streamName: '$$x',
    })
  })

  it('$maxAge lets events go once they are older', async () => {
    await append('y', 2)
    await open.client.setStreamMetadata('y', { maxAge: 1 })
    await expect.poll(() => revisions('y'), { timeout: 20_000 }).toEqual([])
    await append('y', 1)
    await expect(revisions('y')).resolves.toEqual([2])
    await expect(open.client.getStreamMetadata('y')).resolves.toMatchObject({ metadata: { maxAge: 1 } })
  })

  it('of a stream that has none is not there', async () => {
    await append('plain', 1)
    await expect(open.client.getStreamMetadata('plain')).resolves.toEqual({ streamName: 'plain' })
    await expect(revisions('$$plain')).rejects.toMatchObject({ type: 'stream-not-found' })
  })
})
