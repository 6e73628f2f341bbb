import { createInterface } from 'node:readline'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import type { StoredEvent } from '../../src/domain/event.js'
import { temporaryFolder } from '../support/temporary-folder.js'
import { annalsList, ended, serve, startAnnals } from './support/run-annals.js'
import type { Served } from './support/run-annals.js'

const folder = temporaryFolder()
const data = (name: string): string => join(folder.path, name)
const ends: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const end of ends.splice(0)) await end()
})

/** `annals activity --follow --json`: its lines one by one, and how to interrupt it. */
const follow = (args: readonly string[]) => {
  const child = startAnnals(['activity', '--follow', '--json', ...args])
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]()
  const end = ended(child)
  ends.push(() => {
    child.kill('SIGKILL')
    return end
  })
  return {
    take: async (count: number): Promise<readonly string[]> => {
      const ids: string[] = []
      while (ids.length < count) {
        const line = await lines.next()
        if (line.done === true) throw new Error(`it ended after ${ids.length}: ${(await end).stderr}`)
        ids.push((JSON.parse(line.value) as StoredEvent).subject.id)
      }
      return ids
    },
    interrupt: () => {
      child.kill('SIGINT')
      return end
    },
  }
}

const emit = async ({ url }: Served, id: number): Promise<boolean> => {
  const body = JSON.stringify({
    subject: { type: 'post', id: String(id) },
    verb: 'post.viewed',
    actor: { type: 'user', id: 'u' },
  })
  try {
    return (await fetch(`${url}/v1/events`, { method: 'POST', headers: { 'content-type': 'application/json' }, body }))
      .ok
  } catch {
    return false
  }
}

describe('annals activity --follow', () => {
  it('goes on where it was when the server is killed under load and started again', async () => {
    const dataDir = data('killed')
    let server = await serve(dataDir)
    ends.push(() => server.stop('SIGKILL'))
    const { port } = new URL(server.url)
    expect(await emit(server, 0)).toBe(true)
    const following = follow(['--url', server.url, '--limit', '1'])
    expect(await following.take(1)).toEqual(['0'])
    let stored = 1
    const write = async (): Promise<void> => {
      for (let n = 1; await emit(server, n); n++) stored++
    }
    const writing = write()
    const seen = ['0', ...(await following.take(30))]
    await server.stop('SIGKILL')
    await writing
    server = await serve(dataDir, ['--port', port])
    for (let n = 10_000; n < 10_020; n++) if (await emit(server, n)) stored++
    const inLog = (
      await annalsList<StoredEvent>(['activity', '--all', '--sort', 'position', '--order', 'asc', '--url', server.url])
    ).map(({ subject }) => subject.id)
    // What was stored just before the kill may not have been acknowledged.
    expect(inLog.length).toBeGreaterThanOrEqual(stored)
    seen.push(...(await following.take(inLog.length - seen.length)))
    expect(seen).toEqual(inLog)
    expect((await following.interrupt()).code).toBe(0)
  })

  it('follows a folder beside its owner', async () => {
    const dataDir = data('beside')
    const server = await serve(dataDir)
    ends.push(() => server.stop())
    for (let n = 0; n < 3; n++) await emit(server, n)
    const following = follow(['--data-dir', dataDir, '--limit', '2', '--subject-id', '1', '--subject-id', '5'])
    expect(await following.take(1)).toEqual(['1'])
    for (let n = 3; n < 7; n++) await emit(server, n)
    expect(await following.take(1)).toEqual(['5'])
    expect((await following.interrupt()).code).toBe(0)
  })
})
