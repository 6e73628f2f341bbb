import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { loadavg } from 'node:os'
import { openAnnals } from '../../../src/main/open-annals.js'
import { hasReadModels, logBytes, readModelBytes, removeReadModels } from './data-files.js'
import { seconds } from './figures.js'
import { memoryMb } from './process-memory.js'

export interface Projected {
  readonly seconds: number
  readonly cpuSeconds: number
  readonly eventsPerSecond: number
  readonly readModelBytes: number
  readonly logBytes: number
  /** The projector's process; the thread that would answer is in it, and idle. */
  readonly peakResidentMb: number
  /** Runnable processes of the machine (one minute's average) at the beginning and at the end: more than one of them were others'. */
  readonly load: readonly [number, number]
  readonly at: string
}

/** What making the read models took, kept beside them for runs that find them made. */
const noteOf = (dataDir: string): string => join(dataDir, 'bench-projected.json')

/** Makes the read models of a folder anew with the projector as it runs in a server. With `keep`, those that this made before do. */
export const projectStep = async (
  { dataDir, events, keep }: { readonly dataDir: string; readonly events: number; readonly keep: boolean },
  tell: (line: string) => void,
): Promise<Projected> => {
  if (keep && hasReadModels(dataDir) && existsSync(noteOf(dataDir)))
    return JSON.parse(readFileSync(noteOf(dataDir), 'utf8')) as Projected
  removeReadModels(dataDir)
  const loadBefore = loadNow()
  const cpu = process.cpuUsage()
  const startedAt = performance.now()
  const annals = await openAnnals({ dataDir, command: 'bench:scale', onWarning: tell })
  try {
    for (let told = 0; ;) {
      const statuses = annals.projections()
      const failed = statuses.find(({ state }) => state === 'failed')
      if (failed !== undefined) throw new Error(`${failed.name} has failed: ${failed.error ?? ''}`)
      const position = Math.min(...statuses.map((status) => Number(status.position)))
      if (position >= events - 1 && statuses.every(({ state }) => state === 'live')) break
      if (position >= told + 1_000_000) {
        told = Math.floor(position / 1_000_000) * 1_000_000
        tell(`${told} events projected after ${seconds(performance.now() - startedAt)} s`)
      }
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  } finally {
    await annals.close()
  }
  const ms = performance.now() - startedAt
  const { user, system } = process.cpuUsage(cpu)
  const projected: Projected = {
    seconds: seconds(ms),
    cpuSeconds: seconds((user + system) / 1_000),
    eventsPerSecond: Math.round((events / ms) * 1_000),
    readModelBytes: readModelBytes(dataDir),
    logBytes: logBytes(dataDir),
    peakResidentMb: Math.round(memoryMb().peakResident),
    load: [loadBefore, loadNow()],
    at: new Date().toISOString(),
  }
  writeFileSync(noteOf(dataDir), JSON.stringify(projected))
  return projected
}

const loadNow = (): number => Math.round((loadavg()[0] ?? 0) * 100) / 100
