import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { openEmbeddedReader } from '../../src/adapters/embedded/embedded-reader.js'
import { openEventStoreDbLog } from '../../src/adapters/eventstoredb/eventstoredb-log.js'
import { newEvent } from './event-log-fixtures.js'

/** An endpoint as a process of its own, over the log of a folder. */
export interface EndpointProcess {
  readonly port: number
  readonly signal: (signal: NodeJS.Signals) => void
  /** SIGKILL; resolves once it is gone. */
  readonly kill: () => Promise<void>
}

/** Starts the built endpoint. Rejects where it ends before it serves. */
export const startEndpointProcess = async (program: URL, dataDir: string, port = 0): Promise<EndpointProcess> => {
  const child: ChildProcess = spawn(process.execPath, [fileURLToPath(program), dataDir, String(port)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const gone = once(child, 'exit')
  const lines = createInterface({ input: child.stdout ?? process.stdin })
  const first = await Promise.race([once(lines, 'line'), gone.then(() => undefined)])
  if (first === undefined) throw new Error('the endpoint ended before it served')
  return {
    port: Number(first[0]),
    signal: (signal) => {
      child.kill(signal)
    },
    kill: async () => {
      child.kill('SIGKILL')
      await gone
    },
  }
}

export interface KillReport {
  readonly acknowledged: number
  /** Refused or given up, and emitted again with the same ids until they were acknowledged. */
  readonly repeated: number
  readonly missing: number
  readonly twice: number
  /** Emitters that have not had an acknowledgement after the last kill. */
  readonly stuck: number
}

/**
 * Emits from many places at once through the adapter while the endpoint is killed and started again so many times. Each emitter repeats an append that was not acknowledged, with the
 * same ids, until it is. @returns what became of it, as the endpoint's own log holds it.
 */
export const emitUnderKills = async (options: {
  readonly program: URL
  readonly folder: string
  readonly kills: number
  readonly emitters: number
  /** How long the endpoint serves between two kills. */
  readonly servesMs: number
  readonly onKill?: (count: number) => void
}): Promise<KillReport> => {
  const serverDir = join(options.folder, 'server')
  let server = await startEndpointProcess(options.program, serverDir)
  const { port } = server
  const log = await openEventStoreDbLog({
    connectionString: `esdb://127.0.0.1:${port}?tls=false`,
    dataDir: join(options.folder, 'client'),
  })
  const acknowledged = new Set<string>()
  const acknowledgedOf = Array.from({ length: options.emitters }, () => 0)
  let repeated = 0
  let over = false
  const isOver = (): boolean => over
  const emit = async (emitter: number): Promise<void> => {
    while (!isOver()) {
      const events = [newEvent({ emitter, text: 'x'.repeat(200) }, { id: randomUUID() }), newEvent({ emitter })]
      for (;;) {
        const answer = await log.append([{ stream: `emitter-${emitter}`, expected: 'any', events }])()
        if (answer._tag === 'Right') break
        if (answer.left._tag !== 'LogUnavailable') throw new Error(JSON.stringify(answer.left))
        repeated += 1
        await sleep(20)
      }
      for (const { id } of events) acknowledged.add(id)
      acknowledgedOf[emitter] = (acknowledgedOf[emitter] ?? 0) + 1
    }
  }
  const emitters = Promise.all(acknowledgedOf.map((_, emitter) => emit(emitter)))
  emitters.catch(() => undefined)
  for (let kill = 1; kill <= options.kills; kill += 1) {
    await Promise.race([sleep(options.servesMs), emitters])
    await server.kill()
    server = await startEndpointProcess(options.program, serverDir, port)
    options.onKill?.(kill)
  }
  const before = acknowledgedOf.slice()
  const endsAt = performance.now() + 120_000
  const stuck = (): number => acknowledgedOf.filter((count, emitter) => count === before[emitter]).length
  while (stuck() > 0 && performance.now() < endsAt) await Promise.race([sleep(50), emitters])
  const stuckAtEnd = stuck()
  over = true
  if (stuckAtEnd === 0) await emitters
  await log.close()
  await server.kill()
  return { acknowledged: acknowledged.size, repeated, stuck: stuckAtEnd, ...(await count(serverDir, acknowledged)) }
}

const count = async (
  dataDir: string,
  acknowledged: ReadonlySet<string>,
): Promise<Pick<KillReport, 'missing' | 'twice'>> => {
  const reader = openEmbeddedReader({ dataDir })
  const times = new Map<string, number>()
  try {
    for (let from = 0; ;) {
      const page = await reader.readAll({ direction: 'forwards', fromPosition: from, limit: 4_096 })()
      if (page._tag === 'Left') throw new Error(JSON.stringify(page.left))
      for (const { id } of page.right) times.set(id, (times.get(id) ?? 0) + 1)
      const last = page.right.at(-1)
      if (last === undefined) break
      from = last.position + 1
    }
  } finally {
    reader.close()
  }
  return {
    missing: [...acknowledged].filter((id) => !times.has(id)).length,
    twice: [...times.values()].filter((each) => each > 1).length,
  }
}
