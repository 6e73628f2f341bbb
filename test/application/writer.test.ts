import fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { nodeHash } from '../../src/adapters/system/node-hash.js'
import { uuidIds } from '../../src/adapters/system/uuid-ids.js'
import { openEmbeddedLog } from '../../src/adapters/embedded/embedded-log.js'
import type { EmbeddedLog } from '../../src/adapters/embedded/embedded-log.js'
import { emitMany } from '../../src/application/emit-many.js'
import { recordState } from '../../src/application/record-state.js'
import { stateAt } from '../../src/application/state-at.js'
import { writeContext } from '../../src/application/write-context.js'
import { createWriter } from '../../src/application/writer.js'
import type { AppendError, AppendResult, EventLog } from '../../src/ports/event-log.js'
import { freshFolder } from '../support/embedded.js'

type Answer = E.Either<AppendError, AppendResult>
/** What becomes of one append: it may be sent, late or never. */
type Steer = (send: () => Promise<Answer>) => Promise<Answer>

const tenant = 'default'
const subject = { type: 'post', id: '42' }
const actor = { type: 'user', id: 'u-7' }
const id = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`

const queueFull: Steer = () => Promise.resolve(E.left({ _tag: 'QueueFull', limit: 1 }))
const unavailable: AppendError = { _tag: 'LogUnavailable', reason: 'no space' }

let log: EmbeddedLog
let remove: () => Promise<void>
let steering: Steer[]
let store: ReturnType<typeof openWriter>
beforeEach(async () => {
  const folder = await freshFolder()
  remove = folder.remove
  log = await openEmbeddedLog({ dataDir: folder.dataDir, thread: 'in-thread' })
  steering = []
  store = openWriter(log)
})
afterEach(async () => {
  await log.close()
  await remove()
})

const openWriter = (real: EmbeddedLog) => {
  const eventLog: EventLog = {
    ...real,
    append: (appends) => () => {
      const send = () => real.append(appends)()
      return steering.shift()?.(send) ?? send()
    },
  }
  const hash = nodeHash(new Uint8Array(32))
  const snapshots = { nearest: () => () => Promise.resolve(E.right(undefined)), save: () => undefined }
  const ports = { eventLog, snapshots, unchangedMemory: real.unchangedMemory, clock: { now: Date.now }, hash }
  const writer = createWriter(ports, writeContext(ports, { maxStates: 10, maxBytes: 10_000 }, 0))
  const all = { ...ports, writer, settled: writer.settled, ids: uuidIds, rules: {} }
  return {
    record: (n: number, more: object = {}) =>
      recordState(all)(tenant, subject, { state: { n }, actor, ...more }, undefined)(),
    emitMany: (items: readonly unknown[]) => emitMany(all)(tenant, items)(),
    state: async (version?: number) => {
      const when = version === undefined ? { _tag: 'Now' as const } : { _tag: 'Version' as const, version }
      return (await stateAt(all)(tenant, subject, when)()) as E.Right<{ state: unknown }>
    },
  }
}

/** Lets everything run that does not wait for the gate. */
const settle = async () => {
  for (let turn = 0; turn < 50; turn += 1) await new Promise((resolve) => setImmediate(resolve))
}

/** Keeps the next append until `open` is called with what becomes of it. */
const gate = (): { open: (steer: Steer) => void } => {
  let open: (steer: Steer) => void = () => undefined
  const opened = new Promise<Steer>((resolve) => (open = resolve))
  steering.push(async (send) => (await opened)(send))
  return { open }
}
const send: Steer = (real) => real()
const fail: Steer = () => Promise.resolve(E.left(unavailable))

/** Version 1 is pending, and what was to follow it was refused at once. */
const refusedBehindPending = async () => {
  await store.record(0)
  const pending = gate()
  const first = store.record(1)
  await settle()
  steering.push(queueFull)
  expect(await store.record(2)).toMatchObject({ left: { _tag: 'Overloaded' } })
  return { pending, first }
}

test('after one that was refused at once, a command still sees what pending ones will leave', async () => {
  const { pending, first } = await refusedBehindPending()
  const back = store.record(0)
  await settle()
  pending.open(send)
  expect(await first).toMatchObject({ right: { version: 1 } })
  expect(await back).toMatchObject({ right: { version: 2 } })
  expect((await store.state()).right.state).toEqual({ n: 0 })
})

test('an append that fails fails what was decided upon it, and not what was decided before', async () => {
  const { pending, first } = await refusedBehindPending()
  const third = store.record(3)
  await settle()
  pending.open(fail)
  expect(await first).toEqual(E.left({ _tag: 'Unavailable', reason: 'no space', retryAfterSeconds: 2 }))
  expect(await third).toMatchObject({ right: { version: 1 } })
  expect((await store.state()).right.state).toEqual({ n: 3 })
})

test('what stood on a failed append fails with its error, and the next is decided on what the log has', async () => {
  await store.record(0)
  const pending = gate()
  const first = store.record(1)
  steering.push(async (real) => {
    await first
    return real()
  })
  const second = store.record(2)
  const unchanged = store.record(2, { id: id(1) })
  await settle()
  pending.open(fail)
  expect(await Promise.all([first, second])).toEqual([
    E.left(expect.objectContaining({ reason: 'no space' })),
    E.left(expect.objectContaining({ reason: 'no space' })),
  ])
  expect(await unchanged).toMatchObject({ left: { _tag: 'Unavailable' } })
  expect(await store.record(2)).toMatchObject({ right: { version: 1 } })
})

test('an array that relies on an append that fails stores nothing', async () => {
  await store.record(0)
  const pending = gate()
  const first = store.record(1)
  const array = store.emitMany([
    { subject, actor, change: { kind: 'state', state: { n: 1 } } },
    { subject, actor, verb: 'post.viewed', id: id(2) },
  ])
  await settle()
  pending.open(fail)
  expect([await first, await array]).toMatchObject([{ _tag: 'Left' }, { _tag: 'Left' }])
  expect(await log.findById(id(2))()).toEqual(E.right([]))
})

test('where somebody else has written meanwhile, the command is decided again on what is there', async () => {
  await store.record(0)
  steering.push(async (real) => {
    await openWriter(log).record(7)
    return real()
  })
  expect(await store.record(8)).toMatchObject({ right: { version: 2 } })
  expect((await store.state()).right.state).toEqual({ n: 8 })
})

test('whichever appends are refused or fail, what was acknowledged is what the log has, in the order it was asked for', async () => {
  let value = 0
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.record({ fate: fc.constantFrom('send', 'send', 'refuse', 'fail'), wait: fc.boolean() }), {
        maxLength: 12,
      }),
      async (writes) => {
        steering = []
        let queue: Promise<unknown> = Promise.resolve()
        for (const { fate } of writes) {
          steering.push((real) => {
            if (fate === 'refuse') return queueFull(real)
            // The log answers in the order in which it was asked.
            const answer = queue.then(settle).then(() => (fate === 'send' ? real() : fail(real)))
            queue = answer
            return answer
          })
        }
        const asked: { readonly n: number; readonly answer: ReturnType<typeof store.record> }[] = []
        for (const { wait } of writes) {
          const n = ++value
          asked.push({ n, answer: store.record(n) })
          if (wait) await settle()
        }
        let last = -1
        for (const { n, answer } of asked) {
          const written = await answer
          if (E.isLeft(written)) continue
          const version = ('version' in written.right ? written.right.version : null) ?? -1
          expect(version).toBeGreaterThan(last)
          last = version
          expect(await store.state(version)).toMatchObject({ right: { state: { n } } })
        }
        const now = await store.state()
        if (last >= 0) expect(now).toMatchObject({ right: { version: last } })
      },
    ),
    { numRuns: 40 },
  )
})
