import { onTestFinished, expect, test } from 'vitest'
import type { StoredEvent } from '../../src/domain/event.js'
import { openStore } from '../support/open-store.js'

const actor = { type: 'user', id: 'ada' }
const view = (n: number) => ({ subject: { type: 'post', id: String(n) }, verb: 'post.viewed', actor })

const opened = async () => {
  const { annals, remove } = await openStore()
  onTestFinished(remove)
  return annals
}

const take = async (events: AsyncIterable<StoredEvent>, count: number): Promise<readonly number[]> => {
  const taken: number[] = []
  for await (const { subject } of events) if (taken.push(Number(subject.id)) === count) break
  return taken
}

test('live gives what is stored from the call on, to whoever iterates, in one tenant', async () => {
  const annals = await opened()
  await annals.emit(view(0))
  const live = annals.live({ fields: { subjectId: { noneOf: [{ value: '2', prefix: false }] } } })
  for (let n = 1; n < 5; n++) await annals.emit(view(n))
  await annals.inTenant('acme').emit(view(9))
  expect(await take(live, 3)).toEqual([1, 3, 4])
  expect(await take(annals.inTenant('acme').live({ after: '-1' }), 1)).toEqual([9])
})

test('live waits for a program that is slow, without a gap', async () => {
  const annals = await opened()
  const total = 6_000
  const events = annals.live()[Symbol.asyncIterator]()
  const seen: number[] = []
  const next = async (): Promise<void> => {
    const event = (await events.next()) as IteratorResult<StoredEvent, undefined>
    if (event.value !== undefined) seen.push(Number(event.value.subject.id))
  }
  const first = next()
  await annals.emit(view(0))
  await first
  // More than waits for a reader, while this one does not read.
  for (let n = 1; n < total; n += 1_000) {
    const some = Array.from({ length: Math.min(1_000, total - n) }, (_, m) => view(n + m))
    await annals.emitMany(some)
  }
  while (seen.length < total) await next()
  expect(seen).toEqual(Array.from({ length: total }, (_, n) => n))
  await events.return?.()
})

test('live ends with its signal, and with the store', async () => {
  const annals = await opened()
  const leave = new AbortController()
  const ending = [take(annals.live({ signal: leave.signal }), 1), take(annals.live(), 1)]
  leave.abort()
  expect(await ending[0]).toEqual([])
  await annals.close()
  expect(await ending[1]).toEqual([])
})

test('live refuses an `after` that is no position', async () => {
  const annals = await opened()
  expect(() => annals.live({ after: 'x' })).toThrow(/after/)
})

test('export gives all that a filter lets through, in any order', async () => {
  const annals = await opened()
  const receipts = await annals.emitMany(Array.from({ length: 700 }, (_, n) => view(n)))
  const last = receipts.at(-1)
  if (last !== undefined && 'position' in last) await annals.waitFor(last.position)
  const ids = Array.from({ length: 700 }, (_, n) => n)
  expect(await take(annals.export({ sort: 'position', order: 'asc' }), 1_000)).toEqual(ids)
  expect(await take(annals.export({ sort: 'position', limit: 300 }), 1_000)).toEqual(ids.toReversed().slice(0, 300))
  expect(await take(annals.export({ fields: { subjectId: { anyOf: [{ value: '1', prefix: false }] } } }), 9)).toEqual([
    1,
  ])
})
