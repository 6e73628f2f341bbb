import { expect, it } from 'vitest'
import { CommandFailure, failWith } from '../../../src/cli/failure.js'
import { sendBatches } from '../../../src/cli/import/send-batches.js'
import type { Written } from '../../../src/application/operations.js'

const receipt = (id: string): Written => ({
  id,
  stream: 's',
  revision: 0,
  version: 0,
  position: '0',
  recordedAt: '',
  duplicate: false,
})

/** A store that notes what it stored, refuses what is called `refused` and breaks down for good at `broken`. */
const store = () => {
  const stored: string[] = []
  let broken = false
  const take = (ids: readonly string[]): readonly Written[] => {
    broken ||= ids.includes('broken')
    if (broken) return failWith({ _tag: 'Unavailable', reason: 'the disk is full', retryAfterSeconds: 1 })
    if (ids.includes('refused')) return failWith({ _tag: 'IdConflict', id: 'refused' })
    stored.push(...ids)
    return ids.map(receipt)
  }
  const idsOf = (inputs: readonly unknown[]) => inputs.map((input) => (input as { readonly id: string }).id)
  return {
    stored,
    emitMany: (inputs: readonly unknown[]) => Promise.resolve().then(() => take(idsOf(inputs))),
    emit: (input: unknown) => Promise.resolve().then(() => take(idsOf([input]))[0] as Written),
  }
}

const send = async (target: ReturnType<typeof store>, ids: readonly string[]) => {
  const counts = { appended: 0, duplicates: 0, unchanged: 0, notCaptured: 0 }
  const refused: string[] = []
  const sender = sendBatches(target, counts, (line, message) => refused.push(`${line}: ${message}`))
  const event = { subject: { type: 'a', id: '1' }, actor: { type: 'user', id: 'u' } }
  const sendAll = async () => {
    for (const [index, id] of ids.entries()) await sender.add({ line: index + 1, event: { ...event, id }, bytes: 10 })
    await sender.flush()
  }
  const failure = await sendAll().then(
    () => undefined,
    (error: unknown) => error,
  )
  return { counts, refused, failure }
}

const names = (count: number): string[] => Array.from({ length: count }, (_, index) => `e${index}`)

it('stores everything in order, over many batches', async () => {
  const target = store()
  const ids = names(1700)
  expect(await send(target, ids)).toMatchObject({ counts: { appended: 1700 }, refused: [], failure: undefined })
  expect(target.stored).toEqual(ids)
})

it('leaves out what is refused, and nothing else', async () => {
  const target = store()
  const ids = [...names(700), 'refused', 'last']
  const { counts, refused } = await send(target, ids)
  expect(counts.appended).toBe(701)
  expect(refused).toEqual(['701: id refused is taken by an event that says something else'])
  expect(target.stored).toEqual([...names(700), 'last'])
})

it('sends nothing behind a batch that failed', async () => {
  const target = store()
  const ids = [...names(600), 'broken', ...names(2000)]
  const { counts, failure } = await send(target, ids)
  expect(failure).toBeInstanceOf(CommandFailure)
  expect(failure).toMatchObject({ message: 'the disk is full' })
  expect(counts.appended).toBe(500)
  expect(target.stored).toEqual(names(500))
})
