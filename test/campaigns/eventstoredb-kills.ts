// The long form of the test of the same name: kills the endpoint under load 50 times (or as often as the argument says). Exit code 1 where an
// acknowledged event is missing or stored twice, or an emitter does not go on.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { emitUnderKills } from '../support/emit-under-kills.js'

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
  if (report.missing + report.twice + report.stuck > 0 || report.acknowledged === 0) process.exitCode = 1
} finally {
  rmSync(folder, { recursive: true, force: true })
}
