/**
 * `npm run bench:scale -- [--events N[,N…]] [--dir DIR [--keep]] [--out DIR] [--each N] [--peers-each N] [--timeout-ms N] [--without PART,…]`: builds
 * or finds a log of N synthetic events, projects it, and asks it and its peers every shape of question. Prints Markdown; writes figures as JSON for
 * each number of events, and a plot of all that are in the folder.
 */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync, chmodSync } from 'node:fs'
import { cpus, tmpdir, totalmem } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { plot } from './plot.js'
import { report } from './report.js'
import { parts, runSize } from './run-size.js'
import type { Part, SizeResult } from './run-size.js'

const { values } = parseArgs({
  options: {
    events: { type: 'string' },
    dir: { type: 'string' },
    keep: { type: 'boolean', default: false },
    out: { type: 'string', default: 'bench-scale' },
    each: { type: 'string', default: '100' },
    'peers-each': { type: 'string', default: '10' },
    'timeout-ms': { type: 'string', default: '5000' },
    without: { type: 'string' },
  },
})

const usage = (problem: string): never => {
  console.error(problem)
  process.exit(2)
}

const positive = (name: string, text: string): number => {
  const value = Number(text)
  return Number.isSafeInteger(value) && value > 0 ? value : usage(`--${name} takes a number from 1 on`)
}

const sizes = values.events?.split(',').map((text) => positive('events', text)) ?? [undefined]
if (values.dir !== undefined && sizes.length > 1) usage('--dir holds one log: --events takes one number then')
const without = (values.without?.split(',') ?? []) as Part[]
const unknown = without.filter((part) => !parts.includes(part))
if (unknown.length > 0) usage(`--without takes ${parts.join(', ')}; not ${unknown.join(', ')}`)
const each = positive('each', values.each)
const out = resolve(values.out)
mkdirSync(out, { recursive: true })

const startedAt = performance.now()
const tell = (line: string): void => {
  console.error(`${((performance.now() - startedAt) / 1_000).toFixed(0)} s: ${line}`)
}

for (const events of sizes) {
  const workDir = mkdtempSync(join(process.env['ANNALS_BENCH_DIR'] ?? tmpdir(), 'annals-bench-scale-'))
  // The user of a PostgreSQL that must not run as root passes through.
  chmodSync(workDir, 0o755)
  try {
    const result = await runSize({
      dataDir: values.dir === undefined ? join(workDir, 'data') : resolve(values.dir),
      workDir,
      events,
      keep: values.keep,
      each,
      peersEach: Math.min(each, positive('peers-each', values['peers-each'])),
      timeoutMs: positive('timeout-ms', values['timeout-ms']),
      without,
      tell,
    })
    writeFileSync(join(out, `scale-${result.events}.json`), `${JSON.stringify(result, null, 2)}\n`)
    console.log(`${report(result)}\n`)
  } finally {
    rmSync(workDir, { recursive: true, force: true })
  }
}

const all = readdirSync(out)
  .filter((file) => /^scale-\d+\.json$/.test(file))
  .map((file) => JSON.parse(readFileSync(join(out, file), 'utf8')) as SizeResult)
writeFileSync(join(out, 'scale.svg'), plot(all))
const machine = `${cpus().length} × ${cpus()[0]?.model ?? 'unknown CPU'}, ${Math.round(totalmem() / 1e9)} GB`
console.log(`Node ${process.version}, ${machine}, ${Math.round((performance.now() - startedAt) / 1_000)} s`)
