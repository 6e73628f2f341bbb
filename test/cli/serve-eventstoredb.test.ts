import { EventStoreDBClient, jsonEvent } from '@eventstore/db-client'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { temporaryFolder } from '../support/temporary-folder.js'
import { changeEvent, changesOf, post } from '../support/guarded.js'
import { annals, serveEventStoreDb } from './support/run-annals.js'

const folder = temporaryFolder()
const subject = post('42')
const stream = changesOf(subject)
afterAll(() => folder.remove())

describe('annals serve --eventstoredb-port', () => {
  let served: Awaited<ReturnType<typeof serveEventStoreDb>>
  let client: EventStoreDBClient
  beforeAll(async () => {
    served = await serveEventStoreDb(folder.path)
    client = EventStoreDBClient.connectionString(served.connectionString)
  })
  afterAll(async () => {
    await served.stop('SIGKILL')
  })
  const getJson = async (path: string): Promise<unknown> => (await fetch(served.url + path)).json()

  it('takes events that reach the feed, and keeps their stream', async () => {
    const event = changeEvent(subject, { kind: 'state', state: { title: 'From a client' } })
    await client.appendToStream(stream, [event])
    const last = await client.appendToStream('of-somebody-else', [jsonEvent({ type: 'thing', data: {} })])
    const after = String(last.position?.commit)
    await expect(getJson(`/v1/activity?after=${after}`)).resolves.toMatchObject({
      items: [{ id: event.id, version: 0 }],
    })
    await expect(getJson('/v1/subjects/post/42')).resolves.toMatchObject({ state: { title: 'From a client' } })
    await expect(client.deleteStream(stream)).rejects.toMatchObject({ type: 'access-denied' })
    await client.deleteStream('of-somebody-else')
  })

  it('counts what it took and refused', async () => {
    const text = await (await fetch(`${served.url}/metrics`)).text()
    expect(text).toContain('annals_eventstoredb_appends_total 2')
    expect(text).toContain('annals_eventstoredb_events_total 2')
    expect(text).toContain('annals_eventstoredb_refusals_total{reason="access-denied"} 1')
    expect(text).toMatch(/annals_events_stored_total [3-9]/)
  })

  it('answers the appends under way before it ends', async () => {
    const sent = Array.from({ length: 50 }, (_, n) =>
      client.appendToStream(`drain-${n}`, [jsonEvent({ type: 'thing', data: { n } })], {
        credentials: { username: 'u', password: 'p' },
      }),
    )
    await sent[0]
    const stopped = served.stop()
    const answers = await Promise.allSettled(sent)
    await expect(stopped).resolves.toMatchObject({ code: 0, stderr: '' })
    const again = await serveEventStoreDb(folder.path, ['--eventstoredb-guard', 'off'])
    const reader = EventStoreDBClient.connectionString(again.connectionString)
    for (const [n, { status }] of answers.entries())
      if (status === 'fulfilled')
        for await (const { event } of reader.readStream(`drain-${n}`)) expect(event?.type).toBe('thing')
    await reader.deleteStream(stream)
    expect((await fetch(`${again.url}/v1/subjects/post/42`)).status).toBe(410)
    await again.stop()
  })
})

describe('annals serve refuses', () => {
  it.each([
    [['--eventstoredb-port', 'x'], {}, '--eventstoredb-port: must be an integer'],
    [['--eventstoredb-guard', 'maybe'], {}, '--eventstoredb-guard: must be on or off'],
    [[], { ANNALS_EVENTSTOREDB_PORT: '70000' }, 'ANNALS_EVENTSTOREDB_PORT: must be an integer'],
    [['--log', 'esdb://127.0.0.1:1?tls=false', '--eventstoredb-port', '0'], {}, '--eventstoredb-port: serves a log in'],
  ])('%j %j', async (args, env, message) => {
    const { code, stderr } = await annals(['serve', '--data-dir', folder.path, ...args], { env })
    expect(stderr).toContain(message)
    expect(code).toBe(2)
  })

  it('a port that is taken', async () => {
    const other = temporaryFolder()
    const first = await serveEventStoreDb(other.path)
    const taken = new URL(first.connectionString).port
    const { code, stderr } = await annals([
      'serve',
      '--data-dir',
      folder.path,
      '--port',
      '0',
      '--eventstoredb-port',
      taken,
    ])
    await first.stop()
    other.remove()
    expect(stderr).toContain(taken)
    expect(code).not.toBe(0)
  })
})
