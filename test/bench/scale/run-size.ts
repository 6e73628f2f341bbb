import { cpSync, mkdirSync, rmSync, statfsSync } from 'node:fs'
import { join } from 'node:path'
import type { Asked } from './ask.js'
import type { BuiltLog } from './build-step.js'
import { readModelBytes, logBytes, readModelFiles } from './data-files.js'
import type { Times } from './figures.js'
import { measure } from './measured.js'
import type { Measured, Measuring } from './measured.js'
import { dropFromPageCache } from './page-cache.js'
import { openPostgres, openSqlite } from './peers.js'
import type { OpenPeer } from './peers.js'
import type { Projected } from './project-step.js'
import type { Recording } from './recording-step.js'
import { runStep } from './steps.js'

export const parts = ['postgres', 'sqlite', 'batches', 'recording'] as const
/** What a run can leave out. */
export type Part = (typeof parts)[number]

export interface SizeOptions {
  readonly dataDir: string
  /** For peers and copies, which are removed. */
  readonly workDir: string
  readonly events: number | undefined
  /** Read models that are there are not made anew. */
  readonly keep: boolean
  readonly each: number
  readonly peersEach: number
  readonly timeoutMs: number
  readonly without: readonly Part[]
  readonly tell: (line: string) => void
}

/** All that was seen with one number of events. */
export interface SizeResult {
  readonly events: number
  readonly at: string
  readonly timeoutMs: number
  readonly log: BuiltLog
  readonly projected: Projected
  readonly annals: Measured
  readonly peers: readonly PeerResult[]
  /** Applying 500 events to all read models, in ms. */
  readonly batch?: Times
  readonly recording?: Recording
  /** What could not be measured, and why. */
  readonly missing: readonly string[]
}

export interface PeerResult {
  readonly title: string
  readonly loadSeconds: number
  readonly bytes: number
  readonly measured: Measured
  readonly compared: Compared
}

/** Questions that both answered in time, and those of them that were answered otherwise. */
export interface Compared {
  readonly questions: number
  readonly different: readonly string[]
}

const coldRuns = 3
const peersColdRuns = 1
const batches = 60
const recordingSeconds = 90
const recordedPerSecond = 2_000

export const runSize = async (options: SizeOptions): Promise<SizeResult> => {
  const { dataDir, keep, each, peersEach, timeoutMs, without, tell } = options
  const log = await runStep('build', { dataDir, events: options.events })
  const { events } = log
  tell(`${events} events`)
  const projected = await runStep('project', { dataDir, events, keep })
  const measuring: Omit<Measuring, 'coldRuns' | 'files' | 'chill'> = { events, each, common: peersEach, tell }
  const annals = await measure(
    { name: 'annals', path: dataDir, timeoutMs },
    {
      ...measuring,
      coldRuns,
      files: () => readModelFiles(dataDir),
      chill: () => Promise.resolve(dropFromPageCache(readModelFiles(dataDir))),
    },
  )
  const missing: string[] = []
  const peers: PeerResult[] = []
  for (const [name, open] of [
    ['postgres', openPostgres],
    ['sqlite', openSqlite],
  ] as const) {
    if (without.includes(name)) continue
    const result = await runPeer(options, { ...measuring, each: peersEach, common: peersEach }, open, annals.answers)
    if (typeof result === 'string') missing.push(result)
    else peers.push(result)
  }
  const written = await runWriting(options, events)
  if (typeof written === 'string') missing.push(written)
  return {
    events,
    at: new Date().toISOString(),
    timeoutMs,
    log,
    projected,
    annals: annals.measured,
    peers,
    ...(typeof written === 'string' ? {} : written),
    missing,
  }
}

const runPeer = async (
  { dataDir, workDir, timeoutMs, tell }: SizeOptions,
  measuring: Omit<Measuring, 'coldRuns' | 'files' | 'chill'>,
  open: OpenPeer,
  known: readonly Asked[],
): Promise<PeerResult | string> => {
  const folder = join(workDir, 'peer')
  const wanted = (logBytes(dataDir) + readModelBytes(dataDir)) * 1.5
  if (freeBytes(workDir) < wanted) return `a peer would need ${gigabytes(wanted)} in ${workDir}`
  mkdirSync(folder, { recursive: true, mode: 0o755 })
  try {
    tell('loading a peer')
    const peer = await open(dataDir, folder)
    if (typeof peer === 'string') return peer
    try {
      tell(`${peer.options.name}: loaded in ${peer.loadSeconds} s`)
      const { measured, answers } = await measure(
        { ...peer.options, timeoutMs },
        { ...measuring, coldRuns: peersColdRuns, files: peer.files, chill: peer.chill },
      )
      const { title, loadSeconds, bytes } = peer
      return { title, loadSeconds, bytes, measured, compared: compare(known, answers) }
    } finally {
      await peer.close()
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const keyOf = ({ question: { kind, shape, instance } }: Asked): string => `${kind}: ${shape} #${instance}`

const compare = (known: readonly Asked[], answers: readonly Asked[]): Compared => {
  const ours = new Map(known.map((asked) => [keyOf(asked), asked.answer]))
  const both = answers.filter((asked) => asked.answer !== undefined && ours.get(keyOf(asked)) !== undefined)
  return {
    questions: both.length,
    different: both.filter((asked) => ours.get(keyOf(asked)) !== asked.answer).map(keyOf),
  }
}

/** New events are written to a copy, so that a folder can be measured again. */
const runWriting = async (
  { dataDir, workDir, without, tell }: SizeOptions,
  events: number,
): Promise<Pick<SizeResult, 'batch' | 'recording'> | string> => {
  if (without.includes('batches') && without.includes('recording')) return {}
  const wanted = (logBytes(dataDir) + readModelBytes(dataDir)) * 1.1
  if (freeBytes(workDir) < wanted) return `a copy to write to would need ${gigabytes(wanted)} in ${workDir}`
  const copy = join(workDir, 'copy')
  tell('copying, to write to the copy')
  cpSync(dataDir, copy, { recursive: true })
  try {
    tell('writing')
    const batch = without.includes('batches') ? undefined : await runStep('batches', { dataDir: copy, events, batches })
    const recording = without.includes('recording')
      ? undefined
      : await runStep('recording', {
          dataDir: copy,
          events,
          seconds: recordingSeconds,
          eventsPerSecond: recordedPerSecond,
        })
    return { ...(batch === undefined ? {} : { batch }), ...(recording === undefined ? {} : { recording }) }
  } finally {
    rmSync(copy, { recursive: true, force: true })
  }
}

const freeBytes = (folder: string): number => {
  const { bavail, bsize } = statfsSync(folder)
  return bavail * bsize
}

const gigabytes = (bytes: number): string => `${(bytes / 1e9).toFixed(1)} GB`
