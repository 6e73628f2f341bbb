// Serves EventStoreDB's protocol from an empty folder, without a guard, and runs a script of scenarios against it: node scripts/replay-protocol.mjs SCRIPT.
// The script gets the connection string, `--check` and the recording beside it, and says itself what passed.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

const script = process.argv[2]
const program = fileURLToPath(new URL('../dist/src/main/annals.js', import.meta.url))
const dataDir = mkdtempSync(join(tmpdir(), 'annals-replay-'))
const options = ['--data-dir', dataDir, '--port', '0', '--eventstoredb-port', '0', '--eventstoredb-guard', 'off']
const server = spawn(process.execPath, [program, 'serve', ...options], { stdio: ['ignore', 'pipe', 'inherit'] })
try {
  let connection
  for await (const line of createInterface(server.stdout)) {
    connection = /esdb:\S+/.exec(line)?.[0]
    if (connection !== undefined) break
  }
  if (connection === undefined) throw new Error('serve did not say what clients connect to')
  const recording = join(dirname(script), 'recorded.json')
  const replay = spawn(process.execPath, [script, connection, '--check', recording], { stdio: 'inherit' })
  const [code] = await once(replay, 'exit')
  process.exitCode = code ?? 1
} finally {
  server.kill()
  await once(server, 'exit').catch(() => undefined)
  rmSync(dataDir, { recursive: true, force: true })
}
