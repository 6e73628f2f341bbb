import { randomUUID } from 'node:crypto'
import { status } from '@grpc/grpc-js'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { batchBounds } from '../../src/wire/batch-append-call.js'
import { empty } from '../../src/wire/protocol.js'
import type { OpenEndpoint } from '../support/wire.js'
import { openEndpoint } from '../support/wire.js'
import { batch, openStub, piece, proposal, statusOf } from './support/stub.js'
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

const idsIn = async (stream: string): Promise<readonly string[]> => {
  const ids: string[] = []
  for await (const { event } of open.client.readStream(stream)) ids.push(event?.id ?? '')
  return ids
}

describe('one append of a batch call', () => {
  it('may come in pieces, between those of others', async () => {
    const [one, other] = [randomUUID(), randomUUID()]
    const ids = Array.from({ length: 5 }, () => randomUUID())
    const [a = '', b = '', c = '', d = '', e = ''] = ids
    const answers = await batch(
      stub,
      [
        piece({ correlationId: one, stream: 'one', events: [proposal(a)], final: false }),
        piece({ correlationId: other, stream: 'other', events: [proposal(b)], final: false }),
        piece({ correlationId: one, events: [proposal(c), proposal(d)], final: false }),
        piece({ correlationId: other, events: [proposal(e)] }),
        piece({ correlationId: one, events: [] }),
      ],
      2,
    )
    expect(
      new Map(answers.map(({ correlationId, success }) => [correlationId?.string, success?.currentRevision])),
    ).toEqual(
      new Map([
        [one, '2'],
        [other, '1'],
      ]),
    )
    await expect(idsIn('one')).resolves.toEqual([a, c, d])
    await expect(idsIn('other')).resolves.toEqual([b, e])
  })

  it('is stored whole or not at all: 1 MiB of data, over all pieces', async () => {
    const half = Buffer.alloc(524_288, 0x31)
    const correlationId = randomUUID()
    const [fits] = await batch(
      stub,
      [
        piece({ correlationId, stream: 'fits', events: [proposal(randomUUID(), half)], final: false }),
        piece({ correlationId, events: [proposal(randomUUID(), half)] }),
      ],
      1,
    )
    expect(fits?.success?.currentRevision).toBe('1')
    const [exceeds, after] = await batch(
      stub,
      [
        piece({ correlationId, stream: 'exceeds', events: [proposal(randomUUID(), half)], final: false }),
        piece({ correlationId, events: [proposal(randomUUID(), half), proposal(randomUUID(), Buffer.from('1'))] }),
        piece({ correlationId, stream: 'after', events: [proposal(randomUUID())] }),
      ],
      2,
    )
    expect(exceeds?.error).toMatchObject({ code: 3, message: 'MaximumAppendSizeExceeded' })
    expect(exceeds?.error?.details?.typeUrl).toContain('event_store.client.MaximumAppendSizeExceeded')
    expect(after?.success).toBeDefined()
    await expect(idsIn('exceeds')).rejects.toMatchObject({ type: 'stream-not-found' })
  })

  it('is refused after its own deadline, and not before', async () => {
    const correlationId = randomUUID()
    const events = [proposal(randomUUID())]
    const [late] = await batch(
      stub,
      [piece({ correlationId, stream: 'late', events, deadline: new Date(Date.now() - 1) })],
      1,
    )
    expect(late?.error).toMatchObject({ code: 4, message: 'Timeout' })
    await expect(idsIn('late')).rejects.toMatchObject({ type: 'stream-not-found' })
    const [inTime] = await batch(
      stub,
      [piece({ correlationId, stream: 'late', events, deadline: new Date(Date.now() + 600_000) })],
      1,
    )
    expect(inTime?.success?.currentRevision).toBe('0')
  })

  it('echoes its stream and what it expected, and says what was there', async () => {
    const correlationId = randomUUID()
    const [answer] = await batch(
      stub,
      [
        piece({
          correlationId,
          stream: 'echo',
          events: [proposal(randomUUID())],
          setExpected: (options) => options.setStreamPosition('7'),
        }),
      ],
      1,
    )
    expect(answer).toMatchObject({
      correlationId: { string: correlationId },
      streamIdentifier: { streamName: Buffer.from('echo').toString('base64') },
      streamPosition: '7',
      error: { code: 6, message: 'WrongExpectedVersion' },
    })
  })

  it.each([
    ['no stream', piece({ correlationId: randomUUID(), events: [proposal(randomUUID())] })],
    ['an empty name', piece({ correlationId: randomUUID(), stream: '', events: [proposal(randomUUID())] })],
    ['an id that is no UUID', piece({ correlationId: randomUUID(), stream: 'bad', events: [proposal('x')] })],
    [
      'nothing expected',
      piece({ correlationId: randomUUID(), stream: 'bad', events: [], setExpected: () => undefined }),
    ],
  ])('is refused alone with %s', async (_what, bad) => {
    const answers = await batch(
      stub,
      [bad, piece({ correlationId: randomUUID(), stream: 'good', events: [proposal(randomUUID())] })],
      2,
    )
    expect(answers.map(({ error }) => error?.code).sort()).toEqual([3, undefined])
    await expect(idsIn('bad')).rejects.toMatchObject({ type: 'stream-not-found' })
  })
})

describe('a batch call', () => {
  it('fails with a correlation id that is none', async () => {
    await expect(
      statusOf(batch(stub, [piece({ correlationId: 'x', stream: 's', events: [] })], 1)),
    ).resolves.toMatchObject({ code: status.INVALID_ARGUMENT })
  })

  it('holds so many open appends and no more', async () => {
    const unfinished = Array.from({ length: batchBounds.appends + 1 }, () =>
      piece({ correlationId: randomUUID(), stream: 'open', events: [proposal(randomUUID())], final: false }),
    )
    await expect(statusOf(batch(stub, unfinished, 1))).resolves.toMatchObject({ code: status.INVALID_ARGUMENT })
    await expect(idsIn('open')).rejects.toMatchObject({ type: 'stream-not-found' })
  })

  it('takes messages of up to 17 MiB', async () => {
    const of = (bytes: number) =>
      batch(
        stub,
        [
          piece({
            correlationId: randomUUID(),
            stream: 'm',
            events: [proposal(randomUUID(), Buffer.alloc(bytes, 0x31))],
          }),
        ],
        1,
      )
    const [within] = await of(17 * 1_048_576 - 1_000)
    expect(within?.error).toMatchObject({ message: 'MaximumAppendSizeExceeded' })
    await expect(statusOf(of(17 * 1_048_576))).resolves.toMatchObject({ code: status.RESOURCE_EXHAUSTED })
    const [still] = await batch(
      stub,
      [piece({ correlationId: randomUUID(), stream: 'm', events: [proposal(randomUUID())] })],
      1,
    )
    expect(still?.success?.currentRevision).toBe('0')
  })

  it('reports each of two appends that use one correlation id one after the other', async () => {
    const correlationId = randomUUID()
    const setExpected = (options: { setNoStream: (value: InstanceType<typeof empty.Empty>) => unknown }) =>
      void options.setNoStream(new empty.Empty())
    const of = () => piece({ correlationId, stream: 'twice', events: [proposal(randomUUID())], setExpected })
    const answers = await batch(stub, [of(), of()], 2)
    expect(answers.map(({ error }) => error?.message)).toEqual([undefined, 'WrongExpectedVersion'])
  })
})
