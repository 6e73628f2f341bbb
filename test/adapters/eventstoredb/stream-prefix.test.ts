import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openEventStoreDbSource } from '../../../src/adapters/eventstoredb/open-source.js'
import { one, underFaults } from '../../support/adapter-under-faults.js'
import { readBehind, readForwards, right } from '../../support/event-log-fixtures.js'

const scene = underFaults()

const openAs = (name: string) => {
  const { server, folder, open } = scene()
  const connectionString = `${server.endpoint.connectionString}&streamPrefix=${name}/`
  return { connectionString, log: open({ connectionString, dataDir: join(folder, name) }) }
}

describe('a prefix for our streams', () => {
  it('is before their names on the server, those of metadata streams included, and nowhere else', async () => {
    const { server } = scene()
    const log = await openAs('acme').log
    await right(log.append(one('post-default:1')))
    await right(log.setStreamMetadata('post-default:1', 'none', { $maxCount: 9 }))
    await right(log.tombstone('post-default:2', 'any'))
    const stored = (await readBehind(server.log, -1)).map(({ stream }) => stream)
    expect(stored).toEqual(['acme/annals.log', 'acme/post-default:1', '$$acme/post-default:1', 'acme/post-default:2'])
    const seen = (await readBehind(log, -1)).map(({ stream }) => stream)
    expect(seen).toEqual(['annals.log', 'post-default:1', '$$post-default:1', 'post-default:2'])
    expect(await right(log.streamMetadata('post-default:1'))).toMatchObject({ maxCount: 9 })
  })

  it('keeps two of them apart on one server, each with a log of its own', async () => {
    const { server, folder, open } = scene()
    const [acme, other] = [openAs('acme'), openAs('acme2')]
    const [ours, theirs] = [await acme.log, await other.log]
    expect(ours.logId).not.toBe(theirs.logId)
    const append = one('post-default:1')
    await right(theirs.append(append))
    // The same id, in what is another log.
    await right(ours.append(append))
    await right(ours.append(one('post-default:1')))
    expect(await right(ours.findById(append[0]?.events[0]?.id ?? ''))).toHaveLength(1)
    expect(await readForwards(theirs, 'post-default:1')).toHaveLength(1)
    const source = await openEventStoreDbSource(acme.connectionString)
    try {
      expect(await readBehind(source, -1)).toHaveLength(3)
    } finally {
      source.close()
    }
    await ours.close()
    await expect(
      open({
        connectionString: `${server.endpoint.connectionString}&streamPrefix=acme2/`,
        dataDir: join(folder, 'acme'),
      }),
    ).rejects.toThrow(/but this data folder belongs to/)
  })
})
