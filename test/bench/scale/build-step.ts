import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { openEmbeddedReader } from '../../../src/adapters/embedded/embedded-reader.js'
import { buildLog } from './build-log.js'
import { logBytes } from './data-files.js'
import { seconds } from './figures.js'
import { scaleEvents } from './scale-events.js'

export interface BuiltLog {
  readonly events: number
  readonly logBytes: number
  /** Absent where the log was there. */
  readonly built?: { readonly seconds: number; readonly cpuSeconds: number }
}

/** The synthetic log of a folder, made where there is none. Throws where there is one of another number of events. */
export const buildStep = async (
  { dataDir, events }: { readonly dataDir: string; readonly events: number | undefined },
  tell: (line: string) => void,
): Promise<BuiltLog> => {
  if (existsSync(join(dataDir, 'log.db'))) {
    const found = await eventsIn(dataDir)
    if (events !== undefined && events !== found) throw new Error(`the log in ${dataDir} has ${found} events`)
    return { events: found, logBytes: logBytes(dataDir) }
  }
  const count = events ?? defaultEvents
  mkdirSync(dataDir, { recursive: true })
  const cpu = process.cpuUsage()
  const ms = await buildLog(dataDir, scaleEvents(count), (done) => {
    if (done % 1_000_000 === 0) tell(`${done} events in the log`)
  })
  const { user, system } = process.cpuUsage(cpu)
  const built = { seconds: seconds(ms), cpuSeconds: seconds((user + system) / 1_000) }
  return { events: count, logBytes: logBytes(dataDir), built }
}

const defaultEvents = 10_000_000

const eventsIn = async (dataDir: string): Promise<number> => {
  const reader = openEmbeddedReader({ dataDir })
  try {
    const head = await reader.head()()
    if (head._tag === 'Left') throw new Error(JSON.stringify(head.left))
    return head.right + 1
  } finally {
    reader.close()
  }
}
