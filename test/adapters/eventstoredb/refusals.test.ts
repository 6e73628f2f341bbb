import { randomUUID } from 'node:crypto'
import { Metadata, status } from '@grpc/grpc-js'
import { describe, expect, it, vi } from 'vitest'
import { long, one, ready, underFaults } from '../../support/adapter-under-faults.js'
import { left, readForwards, right } from '../../support/event-log-fixtures.js'
import type { CallFailure } from '../../support/wire-relay.js'

const scene = underFaults()

const thrown = (failure: CallFailure): Error => Object.assign(new Error(failure.details), failure)

describe('a server that is starting', () => {
  it('is asked again until it takes the append', async () => {
    const { server, relay, open } = scene()
    const log = await open({ connectionString: relay.connectionString })
    let refusals = 3
    relay.rules.append = async (_append, pass) => {
      if (refusals === 0) return pass()
      refusals -= 1
      throw thrown({ code: status.UNAVAILABLE, details: 'Server Is Not Ready' })
    }
    await right(log.append(one('a')))
    expect(refusals).toBe(0)
    expect(await readForwards(server.log, 'a')).toHaveLength(1)
  })

  it('does not answer a read of the last event: that is not ready, whatever else it answers', async () => {
    const { relay, open } = scene()
    const dataDir = { connectionString: relay.connectionString, openMs: 300 }
    const first = await open(dataDir)
    await right(first.append(one('a')))
    await first.close()
    relay.rules.read = () => ({ code: status.UNAVAILABLE, details: 'Server Is Not Ready' })
    const log = await open(dataDir)
    expect(log.status()).toMatchObject({
      state: 'unavailable',
      reason: expect.stringMatching(/Server Is Not Ready/) as string,
    })
    expect(await left(log.append(one('a')))).toMatchObject({ _tag: 'LogUnavailable' })
    expect(await left(log.readStream('a', { direction: 'forwards', limit: 1 }))).toMatchObject({
      _tag: 'LogUnavailable',
    })
    delete relay.rules.read
    await ready(log)
    expect(await right(log.append(one('a')))).toMatchObject({ streams: [{ lastRevision: 1 }] })
  })
})

describe('wrong credentials', () => {
  const refused = { code: status.UNAUTHENTICATED, details: 'Not Authenticated' }

  it('end the opening at once, with the reason', async () => {
    const { relay, open } = scene()
    relay.rules.read = () => refused
    const startedAt = performance.now()
    await expect(open({ connectionString: relay.connectionString })).rejects.toThrow(/UNAUTHENTICATED/)
    expect(performance.now() - startedAt).toBeLessThan(8_000)
  })

  it('also where the folder has met its log before', async () => {
    const { relay, open } = scene()
    await (await open({ connectionString: relay.connectionString })).close()
    relay.rules.read = () => refused
    await expect(open({ connectionString: relay.connectionString })).rejects.toThrow(/refuses.*UNAUTHENTICATED/)
  })

  it('that were right at first: the reason is said, and when they are taken again everything goes on', async () => {
    const { server, relay, open } = scene()
    const warnings: string[] = []
    const log = await open({
      connectionString: relay.connectionString,
      onWarning: (warning) => warnings.push(warning),
    })
    await right(log.append(one('a')))
    relay.rules.read = () => refused
    relay.rules.append = () => Promise.reject(thrown(refused))
    const id = randomUUID()
    const reason = expect.stringMatching(/Not Authenticated/) as string
    expect(await left(log.append(one('a', id)))).toMatchObject({ _tag: 'LogUnavailable', reason })
    await vi.waitFor(() => expect(log.status()).toMatchObject({ state: 'unavailable', reason }), long)
    relay.rules = {}
    await ready(log)
    await right(log.append(one('a', id)))
    expect(await readForwards(server.log, 'a')).toHaveLength(2)
    expect(warnings).toEqual([
      expect.stringMatching(/cannot be used: .*Not Authenticated/),
      'The log can be used again.',
    ])
  })
})

describe('a node that is not the leader', () => {
  it('sends us to the one that is, and we ask for no leader ourselves', async () => {
    const { server, relay, open } = scene()
    const log = await open({ connectionString: relay.connectionString })
    await right(log.append(one('a')))
    const metadata = new Metadata()
    metadata.set('exception', 'not-leader')
    metadata.set('leader-endpoint-host', '127.0.0.1')
    metadata.set('leader-endpoint-port', String(server.endpoint.port))
    relay.rules.append = () =>
      Promise.reject(thrown({ code: status.NOT_FOUND, details: 'Leader info available', metadata }))
    await right(log.append(one('a')))
    const sent = relay.appends.length
    await right(log.append(one('a')))
    // The relay has seen the last of us.
    expect(relay.appends).toHaveLength(sent)
    expect(await readForwards(server.log, 'a')).toHaveLength(3)
    for (const append of relay.appends) expect(append.metadata.get('requires-leader')).toEqual([])
  })
})
