import { expect, test } from 'vitest'
import { openLogCheck } from '../../src/adapters/embedded/check-log.js'
import { openEmbeddedLog } from '../../src/adapters/embedded/embedded-log.js'
import { openEmbeddedReader } from '../../src/adapters/embedded/embedded-reader.js'
import { startBuilt } from '../support/built-program.js'
import { freshFolder } from '../support/embedded.js'
import { newEvents, readBehind, right } from '../support/event-log-fixtures.js'

const uuid = /^[0-9a-f-]{36}$/

test('every event acknowledged before a SIGKILL is there after it, appends are whole, and the log goes on', async () => {
  const { dataDir, remove } = await freshFolder()
  const acknowledged = new Set<string>()
  for (const enough of [50, 400, 1_500]) {
    const program = startBuilt('append-until-killed', [dataDir])
    await program.written(enough)
    await program.kill()
    // The last line may have been cut off in the middle.
    for (const line of program.lines) if (uuid.test(line)) acknowledged.add(line)

    const reader = openEmbeddedReader({ dataDir })
    const stored = await readBehind(reader, -1)
    reader.close()
    const ids = new Set(stored.map(({ id }) => id))
    expect([...acknowledged].filter((id) => !ids.has(id))).toEqual([])
    expect(stored.length % 2).toBe(0)
  }
  const start = performance.now()
  const log = await openEmbeddedLog({ dataDir, thread: 'worker' })
  expect(performance.now() - start).toBeLessThan(10_000)
  const last = await right(log.head())
  expect((await right(log.append([{ stream: 'emitter-0', expected: 'exists', events: newEvents(1) }]))).position).toBe(
    last + 1,
  )
  await log.close()
  const check = openLogCheck({ dataDir })
  expect([...check.breaches()]).toEqual([])
  check.close()
  await remove()
})
