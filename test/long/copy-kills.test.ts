import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { openEmbeddedLog } from '../../src/adapters/embedded/embedded-log.js'
import { openEmbeddedReader } from '../../src/adapters/embedded/embedded-reader.js'
import type { OwnedLog } from '../../src/ports/owned-log.js'
import { copyScene, keptIn, withoutProgress } from '../cli/support/copy-scene.js'
import { annals, annalsJson, ended, startAnnals } from '../cli/support/run-annals.js'
import { keptOf } from '../support/copying.js'
import { newEvents, right } from '../support/event-log-fixtures.js'

const { folder, server } = copyScene()

/** 1,000 events in 7 streams by turns, one of them tombstoned. */
const fill = async (dataDir: string): Promise<void> => {
  const source = await openEmbeddedLog({ dataDir, thread: 'in-thread' })
  for (let at = 0; at < 10; at += 1)
    await right(
      source.append(
        newEvents(100).map((event, n) => ({ stream: `thing-${(at + n) % 7}`, expected: 'any', events: [event] })),
      ),
    )
  await right(source.tombstone('thing-3', 'any'))
  await source.close()
}

test('killed again and again, it goes on and stores nothing twice', { timeout: 600_000 }, async () => {
  const [from, to] = [await folder(), await folder()]
  const { log, connectionString } = await server()
  await fill(from)

  for (const [target, grownBy] of [
    [connectionString, (count: number) => appendedTo(log, count)],
    [to, (count: number, signal: AbortSignal) => grownIn(to, count, signal)],
  ] as const) {
    let kills = 0
    for (; kills < 3; kills += 1) {
      const child = startAnnals(['copy', '--from', from, '--to', target])
      const gone = once(child, 'exit')
      const stop = new AbortController()
      await Promise.race([gone, grownBy(150, stop.signal)])
      stop.abort()
      if (child.exitCode !== null) break
      child.kill('SIGKILL')
      await gone
    }
    expect(kills).toBeGreaterThan(0)
    const last = await annals(['copy', '--from', from, '--to', target])
    expect(last.code).toBe(0)
    expect(withoutProgress(last.stderr)).toBe('tombstoned: thing-3\n')
  }
  expect(await keptOf(log)).toEqual(await keptIn(from))
  expect(await keptIn(to)).toEqual(await keptIn(from))
})

test('interrupted, it ends in order, and goes on', { timeout: 300_000 }, async () => {
  const from = await folder()
  const { log, connectionString } = await server()
  await fill(from)
  const child = startAnnals(['copy', '--from', from, '--to', connectionString])
  const end = ended(child)
  await appendedTo(log, 150)
  child.kill('SIGINT')
  const { code, stderr } = await end
  expect([code, withoutProgress(stderr)]).toEqual([130, 'annals: interrupted; running it again goes on from there\n'])
  const report = await annalsJson<{ readonly copied: number }>(['copy', '--from', from, '--to', connectionString])
  expect(report).toMatchObject({ whole: true, tombstoned: 1 })
  expect(report.copied).toBeLessThan(900)
})

/** Position of the last event in a folder that another process may be making just now. */
const headIn = async (dataDir: string): Promise<number> => {
  if (!existsSync(join(dataDir, 'log.db'))) return -1
  try {
    const reader = openEmbeddedReader({ dataDir })
    try {
      return await right(reader.head())
    } finally {
      reader.close()
    }
  } catch {
    return -1
  }
}

/** Once so many events more are in a log of this process. */
const appendedTo = async (log: OwnedLog, count: number): Promise<void> => {
  const goal = (await right(log.head())) + count
  await new Promise<void>((resolve) => {
    const end = log.onAppended((position) => {
      if (position < goal) return
      end()
      resolve()
    })
  })
}

/** The same of a folder that another process writes: looks again every few ms, and leaves it the processor meanwhile. */
const grownIn = async (dataDir: string, count: number, signal: AbortSignal): Promise<void> => {
  const goal = (await headIn(dataDir)) + count
  while (!signal.aborted && (await headIn(dataDir)) < goal) await pause(5)
}
