// The long form of the test of the same name: kills the emitting process 100 times (or as often as the first argument says) while it emits 20,000 events (or the second) through a spool and an unreliable proxy. Exit code 1 where an
// acknowledged event is missing, stored twice or out of order.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { seededRandom } from '../bench/random.js'
import { emitThroughSpoolUnderKills } from '../support/spool-under-kills.js'
import { reportChecks } from './report-checks.js'

const [kills = 100, events = 20_000, seed = Date.now() % 1_000_000] = process.argv.slice(2).map(Number)
const folder = mkdtempSync(join(tmpdir(), 'annals-spool-kills-'))
try {
  const report = await emitThroughSpoolUnderKills({
    program: new URL('../support/spooling-emitter.js', import.meta.url),
    folder,
    kills,
    events,
    random: seededRandom(seed),
    onKill: (count) => {
      if (process.stderr.isTTY) process.stderr.write(`\r${count} of ${kills}`)
    },
  })
  process.stdout.write(`seed ${seed}, ${kills} kills: ${JSON.stringify(report)}\n`)
  reportChecks([
    ['all events were acknowledged', report.acknowledged >= events],
    ['none of them is missing', report.missing === 0],
    ['none of them is stored twice', report.twice === 0],
    ['those of each subject are in order', report.disordered === 0],
  ])
} finally {
  rmSync(folder, { recursive: true, force: true })
}
