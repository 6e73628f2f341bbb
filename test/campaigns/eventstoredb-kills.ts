// The long form of the test of the same name: kills the endpoint under load 50 times (or as often as the argument says). Each thing
// that must hold is said and counted; the last line is "N passed, N failed", and the exit code 1 where one failed.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { emitUnderKills } from '../support/emit-under-kills.js'
import { reportChecks } from './report-checks.js'

const kills = Number(process.argv[2] ?? 50)
const folder = mkdtempSync(join(tmpdir(), 'annals-kills-'))
try {
  const report = await emitUnderKills({
    program: new URL('../support/wire-endpoint.js', import.meta.url),
    folder,
    kills,
    emitters: 32,
    servesMs: 1_500,
    onKill: (count) => {
      if (process.stderr.isTTY) process.stderr.write(`\r${count} of ${kills}`)
    },
  })
  process.stdout.write(`${kills} kills: ${JSON.stringify(report)}\n`)
  reportChecks([
    ['events are acknowledged', report.acknowledged > 0],
    ['no acknowledged event is missing', report.missing === 0],
    ['no event is stored twice', report.twice === 0],
    ['every emitter goes on', report.stuck === 0],
  ])
} finally {
  rmSync(folder, { recursive: true, force: true })
}
