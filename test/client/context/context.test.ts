import { Readable, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import Database from 'better-sqlite3'
import { better, defineQueue, defineWorker } from 'plainjob'
import { describe, expect, onTestFinished, test } from 'vitest'
import { entryPoints } from '../../../src/domain/event.js'
import {
  captureContext,
  currentContext,
  runWithContext,
  withActor,
  withContext,
  withTransaction,
} from '../../../src/client/context/context.js'
import { ClientFailure } from '../../../src/client/client-failure.js'

const ada = { type: 'user', id: 'ada' }
const bob = { type: 'user', id: 'bob' }

describe('a context', () => {
  test('is empty outside, and again once the work is done', () => {
    expect(currentContext()).toEqual({})
    expect(withActor(ada, () => 7)).toBe(7)
    expect(currentContext()).toEqual({})
  })

  test('nests: inner fields win, the others stay, `context` is merged key by key', () => {
    withContext({ actor: ada, channel: 'web', context: { ip: '10.0.0.1', entryPoint: 'http' } }, () => {
      withContext({ actor: bob, context: { entryPoint: 'job', route: '/a' } }, () => {
        expect(currentContext()).toEqual({
          actor: bob,
          channel: 'web',
          context: { ip: '10.0.0.1', entryPoint: 'job', route: '/a' },
        })
      })
      expect(currentContext()).toEqual({ actor: ada, channel: 'web', context: { ip: '10.0.0.1', entryPoint: 'http' } })
    })
  })

  test('survives promises, timers, microtasks and event emitters', async () => {
    await withActor(ada, async () => {
      await new Promise((resolve) => setTimeout(resolve, 1))
      expect(currentContext().actor).toEqual(ada)
      const seen = await Promise.all([
        new Promise((resolve) => setImmediate(() => resolve(currentContext().actor))),
        new Promise((resolve) => queueMicrotask(() => resolve(currentContext().actor))),
        Promise.resolve().then(() => currentContext().actor),
      ])
      expect(seen).toEqual([ada, ada, ada])
    })
  })

  test('survives streams', async () => {
    const seen: unknown[] = []
    await withActor(ada, () =>
      pipeline(
        Readable.from(['a', 'b']),
        new Transform({
          objectMode: true,
          transform: (chunk, _encoding, done) => {
            seen.push(currentContext().actor)
            setImmediate(() => done(null, chunk))
          },
        }),
        async function (chunks) {
          for await (const _ of chunks) seen.push(currentContext().actor)
        },
      ),
    )
    expect(seen).toEqual([ada, ada, ada, ada])
  })

  test('belongs to one piece of work: a thousand at a time do not see each other', async () => {
    const seen = await Promise.all(
      Array.from({ length: 1_000 }, (_, n) =>
        withActor({ type: 'user', id: `u-${n}` }, async () => {
          await new Promise((resolve) => setImmediate(resolve))
          return currentContext().actor?.id
        }),
      ),
    )
    expect(seen).toEqual(Array.from({ length: 1_000 }, (_, n) => `u-${n}`))
  })

  test('is a copy: what is changed later changes nothing', () => {
    const actor = { type: 'user', id: 'ada' }
    withActor(actor, () => {
      actor.id = 'mallory'
      expect(currentContext().actor).toEqual(ada)
    })
  })

  test('is trimmed, and refused by name where no event may have it', () => {
    withContext({ actor: { type: ' user ', id: ' ada\n' }, reason: ' because ' }, () => {
      expect(currentContext()).toEqual({ actor: ada, reason: 'because' })
    })
    const wrong = { actor: { type: 'user', id: '' }, context: { entryPoint: 'fax' }, colour: 'red' } as object
    expect(() => withContext(wrong, () => 1)).toThrow(ClientFailure)
    expect(() => withContext(wrong, () => 1)).toThrow(/\/actor\/id .*\/context\/entryPoint .*\/colour unknown key/)
  })

  test.each(entryPoints)('may have come through %s', (entryPoint) => {
    withContext({ context: { entryPoint } }, () => expect(currentContext().context).toEqual({ entryPoint }))
  })
})

describe('a transaction', () => {
  test('is made where there is none, and joined where there is one', () => {
    withTransaction((outer) => {
      expect(outer).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7/)
      expect(currentContext().transactionId).toBe(outer)
      withTransaction((inner) => expect(inner).toBe(outer))
      withTransaction('order-7', (inner) => {
        expect(inner).toBe('order-7')
        expect(currentContext().transactionId).toBe('order-7')
      })
    })
    expect(currentContext().transactionId).toBeUndefined()
  })

  test('keeps the actor around it', () => {
    withActor(ada, () =>
      withTransaction('t-1', () => expect(currentContext()).toEqual({ actor: ada, transactionId: 't-1' })),
    )
  })
})

describe('a captured context', () => {
  test('is plain JSON and replaces what is there', () => {
    const captured = withContext({ actor: ada, context: { requestId: 'r-1' } }, () =>
      withTransaction('t-1', captureContext),
    )
    const sent = JSON.parse(JSON.stringify(captured)) as object
    expect(sent).toEqual({ actor: ada, transactionId: 't-1', context: { requestId: 'r-1' } })
    withContext({ actor: bob, channel: 'worker' }, () =>
      runWithContext(sent, () => expect(currentContext()).toEqual(sent)),
    )
  })

  test('that was mangled on its way is refused', () => {
    for (const mangled of [null, 'ada', [], { actor: 'ada' }, { transactionId: 7 }])
      expect(() => runWithContext(mangled as object, () => 1)).toThrow(ClientFailure)
  })

  test('carries actor and transaction through a job queue', async () => {
    const connection = better(new Database(':memory:'))
    const logger = { error: String, warn: String, info: String, debug: String }
    const queue = defineQueue({ connection, logger })
    onTestFinished(() => queue.close())
    interface Payload {
      readonly order: number
      readonly audit: object
    }
    const seen: unknown[] = []
    const worker = defineWorker(
      'ship',
      async ({ data }) => {
        const { order, audit } = JSON.parse(data) as Payload
        const before = currentContext()
        await runWithContext(audit, () =>
          withContext({ context: { entryPoint: 'job' } }, async () => {
            await new Promise((resolve) => setImmediate(resolve))
            seen.push({ order, before, during: currentContext() })
            if (seen.length === 2) void worker.stop()
          }),
        )
      },
      { queue, logger },
    )
    const enqueue = (order: number): void =>
      void queue.add('ship', { order, audit: captureContext() } satisfies Payload)
    withActor(ada, () => withTransaction('t-1', () => enqueue(1)))
    withActor(bob, () => withTransaction('t-2', () => enqueue(2)))
    await worker.start()
    const context = { entryPoint: 'job' }
    expect(seen).toEqual([
      { order: 1, before: {}, during: { actor: ada, transactionId: 't-1', context } },
      { order: 2, before: {}, during: { actor: bob, transactionId: 't-2', context } },
    ])
  })
})
