import { expect, test } from 'vitest'
import { seededRandom } from '../bench/random.js'
import { builtSupport } from '../support/built-program.js'
import { emitThroughSpoolUnderKills } from '../support/spool-under-kills.js'
import { temporaryFolder } from '../support/temporary-folder.js'

test('what was acknowledged is stored once and in order, though its process is killed and its way is bad', async () => {
  const { path, remove } = temporaryFolder()
  const seed = Date.now() % 1_000_000
  try {
    const report = await emitThroughSpoolUnderKills({
      program: builtSupport('spooling-emitter'),
      folder: path,
      kills: 8,
      events: 1_600,
      random: seededRandom(seed),
    })
    expect(report, `seed ${seed}`).toMatchObject({
      acknowledged: 1_600,
      once: 1_600,
      missing: 0,
      twice: 0,
      disordered: 0,
    })
    expect(report.interrupted).toBeGreaterThan(0)
    expect(report.proxy.nothing).toBeGreaterThan(0)
  } finally {
    remove()
  }
}, 600_000)
