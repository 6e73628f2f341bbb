import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readServerFolderStatus } from '../../../src/adapters/eventstoredb/folder-status.js'
import { join } from 'node:path'
import { one, ready, underFaults } from '../../support/adapter-under-faults.js'
import { left, readForwards, right } from '../../support/event-log-fixtures.js'
import { startRelay } from '../../support/wire-relay.js'
import type { RelayMember, WireRelay } from '../../support/wire-relay.js'

const scene = underFaults()
/** Two nodes of one cluster: the scene's relay and this one stand before the same log, as a follower that forwards does. */
let second: WireRelay
beforeEach(async () => {
  second = await startRelay(scene().server.endpoint.port)
})
afterEach(() => second.close())

type State = RelayMember['state']

/** What both nodes say of each other from now on. */
const gossip = (first: State, other: State, otherIsAlive = true): void => {
  const { relay } = scene()
  const members = (): readonly RelayMember[] => [
    { port: relay.port, state: first },
    { port: second.port, state: other, isAlive: otherIsAlive },
  ]
  relay.rules.members = members
  second.rules.members = members
}

const cluster = (options = ''): string =>
  `esdb://127.0.0.1:${scene().relay.port},127.0.0.1:${second.port}?tls=false&discoveryInterval=20${options}`

const streamsOf = (relay: WireRelay): readonly string[] => relay.appends.map(({ stream }) => stream)

describe('a cluster', () => {
  it.each([
    ['', 'the leader', 'leader'],
    ['&nodePreference=leader', 'the leader', 'leader'],
    ['&nodePreference=follower', 'a follower, which forwards', 'follower'],
  ])('is asked for its nodes, and used through the one preferred: %s %s', async (options, _node, state) => {
    const { relay, folder, open } = scene()
    gossip('FOLLOWER', 'LEADER')
    const log = await open({ connectionString: cluster(options) })
    await right(log.append(one('a')))
    const [used, other] = state === 'leader' ? [second, relay] : [relay, second]
    expect(streamsOf(used)).toEqual(['annals.log', 'a'])
    expect(streamsOf(other)).toEqual([])
    const status = await readServerFolderStatus({ dataDir: join(folder, 'client'), connectionString: cluster(options) })
    expect(status.server).toMatchObject({ node: `127.0.0.1:${used.port}`, state })
  })

  it('is found by the name of one node that knows the others', async () => {
    gossip('FOLLOWER', 'LEADER')
    const { relay, open } = scene()
    const log = await open({ connectionString: `esdb+discover://localhost:${relay.port}?tls=false` })
    await right(log.append(one('a')))
    expect(streamsOf(second)).toContain('a')
  })

  it('whose leader dies is used through the next one; the append under way is stored once', async () => {
    const { server, relay, open } = scene()
    gossip('FOLLOWER', 'LEADER')
    const log = await open({ connectionString: cluster() })
    await right(log.append(one('a')))
    const id = randomUUID()
    second.rules.append = async (_append, pass) => {
      await pass()
      gossip('LEADER', 'LEADER', false)
      second.close()
      throw new Error('gone')
    }
    expect(await right(log.append(one('a', id)))).toMatchObject({ streams: [{ firstRevision: 1 }] })
    expect(relay.appends.map(({ ids, expected }) => ({ ids, expected }))).toEqual([{ ids: [id], expected: 0 }])
    expect(await readForwards(server.log, 'a')).toHaveLength(2)
  }, 60_000)

  it('without a leader takes nothing, and goes on as soon as it has one again', async () => {
    const { server, open } = scene()
    gossip('FOLLOWER', 'LEADER')
    const options = { connectionString: cluster('&maxDiscoverAttempts=2'), openMs: 300, retryMs: 300 }
    await (await open(options)).close()
    gossip('UNKNOWN', 'UNKNOWN')
    // The first thing that this client does is a discovery that fails: its own appends would never work again.
    const log = await open(options)
    await expect
      .poll(() => log.status(), { timeout: 20_000 })
      .toMatchObject({
        state: 'unavailable',
        reason: expect.stringMatching(/Failed to discover/) as string,
      })
    const id = randomUUID()
    expect(await left(log.append(one('a', id)))).toMatchObject({ _tag: 'LogUnavailable' })
    gossip('LEADER', 'FOLLOWER')
    await ready(log)
    await right(log.append(one('a', id)))
    expect(await readForwards(server.log, 'a')).toHaveLength(1)
  }, 60_000)
})
