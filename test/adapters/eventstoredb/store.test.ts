import { Buffer } from 'node:buffer'
import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { openAnnals } from '../../../src/main/open-annals.js'
import type { Annals } from '../../../src/main/open-annals.js'
import { long, underFaults } from '../../support/adapter-under-faults.js'
import { newEvent, right } from '../../support/event-log-fixtures.js'

const scene = underFaults()
const opened: Annals[] = []
afterEach(async () => {
  for (const annals of opened.splice(0)) await annals.close()
}, 60_000)

const actor = { type: 'user', id: 'u-7' }
const subject = { type: 'post', id: '42' }
const stream = 'post-default:42'

const open = async (): Promise<Annals> => {
  const { server, folder } = scene()
  const annals = await openAnnals({
    dataDir: join(folder, 'data'),
    log: server.endpoint.connectionString,
    threads: 'in-thread',
  })
  opened.push(annals)
  return annals
}

const save = (annals: Annals, n: number) => annals.recordState(subject, { state: { n }, actor })

const seen = async (annals: Annals) => {
  const last = await annals.emit({ id: randomUUID(), subject: { type: 'post', id: 'other' }, verb: 'post.read', actor })
  if ('position' in last) await annals.waitFor(last.position)
  return (await annals.activity({ limit: 100 })).items
}

describe('an event that somebody puts into a stream of ours', () => {
  it('and that is not ours takes a version of its subject and changes nothing', async () => {
    const annals = await open()
    await save(annals, 1)
    const foreign = newEvent({ n: 9 }, { metadata: Buffer.from('{}') })
    await right(scene().server.log.append([{ stream, expected: 'any', events: [foreign] }]))
    expect(await seen(annals)).toHaveLength(2)
    expect(await annals.stateAt(subject)).toMatchObject({ version: 1, state: { n: 1 } })
    expect(await save(annals, 2)).toMatchObject({ version: 2 })
    await annals.close()
    const again = await open()
    expect(await again.stateAt(subject)).toMatchObject({ version: 2, state: { n: 2 } })
    expect(await again.stateAt(subject, { version: 1 })).toMatchObject({ version: 1, state: { n: 1 } })
    expect(await seen(again)).toHaveLength(4)
    await vi.waitFor(() => {
      for (const status of again.projections()) expect(status).toMatchObject({ state: 'live', undecodable: 0 })
    }, long)
  }, 60_000)

  it('and that claims to be ours and does not decode is counted once, with its place, and never in the way', async () => {
    const annals = await open()
    await save(annals, 1)
    const broken = newEvent({ n: 9 }, { metadata: Buffer.from('{"annals":1,"kind":"change"}') })
    const { position } = await right(scene().server.log.append([{ stream, expected: 'any', events: [broken] }]))
    expect(await seen(annals)).toHaveLength(2)
    await annals.close()
    const again = await open()
    expect(await seen(again)).toHaveLength(3)
    const counted = { state: 'live', undecodable: 1, lastUndecodable: { position: String(position), stream } }
    await vi.waitFor(() => {
      for (const status of again.projections()) expect(status).toMatchObject(counted)
    }, long)
  }, 60_000)
})

describe('a stream of ours that somebody deletes softly', () => {
  it("is gone for its subject, which says so, and in nobody else's way", async () => {
    const annals = await open()
    await save(annals, 1)
    await save(annals, 2)
    await scene().server.client.deleteStream(stream)
    expect(await seen(annals)).toHaveLength(3)
    await annals.close()
    const again = await open()
    const gone = { error: { _tag: 'Purged', subject } }
    await expect(again.stateAt(subject)).rejects.toMatchObject(gone)
    await expect(save(again, 3)).rejects.toMatchObject(gone)
    await again.recordState({ type: 'post', id: '43' }, { state: { n: 1 }, actor })
    expect(await seen(again)).toHaveLength(5)
    await vi.waitFor(() => {
      for (const status of again.projections()) expect(status).toMatchObject({ state: 'live', undecodable: 0 })
    }, long)
  }, 60_000)
})
