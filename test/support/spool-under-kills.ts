import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { openEmbeddedReader } from '../../src/adapters/embedded/embedded-reader.js'
import { startAnnals } from '../bench/child-process.js'
import type { UnreliableProxy } from './unreliable-proxy.js'
import { startUnreliableProxy } from './unreliable-proxy.js'

export interface SpoolKillReport {
  readonly acknowledged: number
  /** Acknowledged and stored exactly once. */
  readonly once: number
  readonly missing: number
  /** Ids stored more than once, acknowledged or not. */
  readonly twice: number
  /** Events stored before an earlier one about the same subject. */
  readonly disordered: number
  /** Runs that had not acknowledged everything when they were killed. */
  readonly interrupted: number
  readonly proxy: UnreliableProxy['did']
}

export interface SpoolKillOptions {
  /** The built emitter. */
  readonly program: URL
  readonly folder: string
  readonly kills: number
  readonly events: number
  readonly random: () => number
  readonly onKill?: (count: number) => void
}

/**
 * Emits events through a spool and an unreliable way to a server, in one process after another: each is killed at a random moment, and the next one goes on behind the last acknowledged event. The last one
 * is not killed, and delivers what is left.
 */
export const emitThroughSpoolUnderKills = async (options: SpoolKillOptions): Promise<SpoolKillReport> => {
  const { folder, kills, events, random } = options
  const dataDir = join(folder, 'data')
  const server = await startAnnals(dataDir)
  const proxy = await startUnreliableProxy(server.url, random)
  const acknowledged = new Set<string>()
  let next = 0
  let interrupted = 0
  for (let run = 0; run <= kills; run += 1) {
    const isLast = run === kills
    const share = isLast ? events - next : Math.ceil((events - next) / (kills - run + 1))
    const lines = await emitOnce(options, { url: proxy.url, run, from: next, count: share, isLast })
    for (const line of lines) {
      const [id = '', n] = line.split(' ')
      if (id.length !== 36) continue
      acknowledged.add(id)
      next = Math.max(next, Number(n) + 1)
    }
    if (!isLast && !lines.includes('done')) interrupted += 1
    if (!isLast) options.onKill?.(run + 1)
    else if (!lines.some((line) => line.startsWith('flushed')))
      throw new Error(`not all were delivered: ${lines.at(-1) ?? ''}`)
  }
  await proxy.close()
  await server.stop()
  return { acknowledged: acknowledged.size, interrupted, proxy: proxy.did, ...(await compare(dataDir, acknowledged)) }
}

const emitOnce = async (
  { program, folder, random }: SpoolKillOptions,
  run: {
    readonly url: string
    readonly run: number
    readonly from: number
    readonly count: number
    readonly isLast: boolean
  },
): Promise<readonly string[]> => {
  const args = [run.url, join(folder, 'spool'), String(run.run), String(run.from), String(run.count)]
  const child = spawn(process.execPath, [fileURLToPath(program), ...args], { stdio: ['ignore', 'pipe', 'inherit'] })
  const gone = once(child, 'exit')
  const lines: string[] = []
  const output = createInterface({ input: child.stdout })
  const first = once(output, 'line')
  const read = once(output, 'close')
  output.on('line', (line) => lines.push(line))
  if (!run.isLast) {
    // From the first acknowledgement on: before it there is nothing to lose. Mostly early, while events are being emitted.
    await Promise.race([first, gone])
    await Promise.race([sleep(random() ** 2 * 700), gone])
    child.kill('SIGKILL')
  }
  await gone
  await read
  return lines
}

interface Stored {
  readonly id: string
  readonly data: { readonly run: number; readonly n: number }
}

const compare = async (
  dataDir: string,
  acknowledged: ReadonlySet<string>,
): Promise<Pick<SpoolKillReport, 'once' | 'missing' | 'twice' | 'disordered'>> => {
  const reader = openEmbeddedReader({ dataDir })
  const times = new Map<string, number>()
  const lastOf = new Map<string, readonly [run: number, n: number]>()
  let disordered = 0
  try {
    for (let from = 0; ;) {
      const page = await reader.readAll({ direction: 'forwards', fromPosition: from, limit: 4_096 })()
      if (page._tag === 'Left') throw new Error(JSON.stringify(page.left))
      for (const { id, stream, data } of page.right) {
        times.set(id, (times.get(id) ?? 0) + 1)
        const { run, n } = (JSON.parse(Buffer.from(data).toString()) as Stored).data
        const [lastRun, lastN] = lastOf.get(stream) ?? [-1, -1]
        if (run < lastRun || (run === lastRun && n <= lastN)) disordered += 1
        lastOf.set(stream, [run, n])
      }
      const last = page.right.at(-1)
      if (last === undefined) break
      from = last.position + 1
    }
  } finally {
    reader.close()
  }
  const counts = [...acknowledged].map((id) => times.get(id) ?? 0)
  return {
    once: counts.filter((count) => count === 1).length,
    missing: counts.filter((count) => count === 0).length,
    twice: [...times.values()].filter((count) => count > 1).length,
    disordered,
  }
}
