import { EventStoreDBClient, jsonEvent } from '@eventstore/db-client'
import type { EventData } from '@eventstore/db-client'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { changeEvent, changesOf, post } from '../support/guarded.js'
import { temporaryFolder } from '../support/temporary-folder.js'
import { annals, annalsJson, serveEventStoreDb } from './support/run-annals.js'

const folder = temporaryFolder()
afterAll(() => folder.remove())

describe('what comes through the endpoint with the guard off', () => {
  let served: Awaited<ReturnType<typeof serveEventStoreDb>>
  let client: EventStoreDBClient
  beforeAll(async () => {
    served = await serveEventStoreDb(folder.path, ['--eventstoredb-guard', 'off'])
    client = EventStoreDBClient.connectionString(served.connectionString)
  })
  afterAll(async () => {
    await client.dispose()
    await served.stop('SIGKILL')
  })

  const append = (id: string, ...events: readonly EventData[]) =>
    client.appendToStream(changesOf(post(id)), [...events])
  const whole = (id: string, n: number) => changeEvent(post(id), { kind: 'state', state: { n } })
  const patch = (id: string, from: number, to: number) =>
    changeEvent(post(id), { kind: 'patch', delta: { n: [from, to] } })
  const subject = async (id: string): Promise<unknown> => (await fetch(`${served.url}/v1/subjects/post/${id}`)).json()

  it.each([
    ['arrays', '['.repeat(100_000) + ']'.repeat(100_000)],
    ['objects', '{"a":'.repeat(100_000) + '1' + '}'.repeat(100_000)],
  ])('is passed over and reported where it is deeper than any stack: %s', async (what, nested) => {
    const event = whole(what, 1)
    const data = Buffer.from(JSON.stringify(event.data).replace('"n":1', `"n":${nested}`))
    await append(what, { ...event, contentType: 'application/octet-stream', data })
    const { position } = await append('after', whole('after', 2))
    const feed = await fetch(`${served.url}/v1/activity?limit=1&after=${String(position?.commit)}`)
    await expect(feed.json()).resolves.toMatchObject({ items: [{ subject: post('after') }] })
    await expect(subject(what)).resolves.toMatchObject({ status: 500, title: 'Stored data is damaged' })
    const { projections } = await annalsJson<{ readonly projections: readonly object[] }>([
      ...['status', '--data-dir', folder.path],
    ])
    expect(projections.length).toBeGreaterThan(0)
    for (const projection of projections)
      expect(projection).toMatchObject({
        state: 'live',
        lag: 0,
        lastUndecodable: { stream: changesOf(post(what)), reason: 'its data is nested more than 256 deep' },
      })
  })

  it('shows in `annals check` where it cannot be read or does not apply, and not where it was cut off', async () => {
    await append('misfit', patch('misfit', 1, 2))
    await append('mixed', whole('mixed', 1))
    await append('mixed', jsonEvent({ type: 'foreign', data: {} }))
    await append('mixed', patch('mixed', 1, 2))
    await expect(subject('mixed')).resolves.toMatchObject({ version: 2, state: { n: 2 } })
    for (const id of ['deleted', 'ended', 'cut']) await append(id, whole(id, 1), patch(id, 1, 2))
    await client.deleteStream(changesOf(post('deleted')))
    await client.tombstoneStream(changesOf(post('ended')))
    await client.setStreamMetadata(changesOf(post('cut')), { truncateBefore: 1 })
    await expect(subject('deleted')).resolves.toMatchObject({ status: 410 })
    await expect(subject('ended')).resolves.toMatchObject({ status: 404 })
    await expect(subject('cut')).resolves.toMatchObject({ status: 410, firstVersion: 1 })
    await expect(subject('cut?version=0')).resolves.toMatchObject({ status: 410, firstVersion: 1 })

    const { code, stdout } = await annals(['check', '--data-dir', folder.path])
    expect(code).toBe(1)
    const told = stdout
      .split('\n')
      .flatMap((line) => /^(\w+): post-default:(\w+), revision (\d+)/.exec(line)?.slice(1) ?? [])
    expect(told).toEqual([
      ...['undecodable', 'arrays', '0'],
      ...['undecodable', 'objects', '0'],
      ...['delta', 'misfit', '0'],
    ])
  })
})
