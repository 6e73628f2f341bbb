import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { currentFile } from '../../../src/adapters/read-models/model-files.js'
import { openForReading } from '../../../src/adapters/read-models/read-model-file.js'
import { openAnnals } from '../../../src/main/open-annals.js'
import type { Annals } from '../../../src/main/open-annals.js'
import { right } from '../store.js'
import { timesOf } from './figures.js'
import type { Times } from './figures.js'
import { newEvents } from './new-events.js'
import { questionsOf } from './questions.js'
import type { Question } from './questions.js'

export interface Recording {
  readonly eventsPerSecond: number
  readonly questionsPerSecond: number
  /** The question alone, and from when it was due: with all that the thread did first. */
  readonly feed: Times
  readonly feedFromDue: Times
  /** How often segments came or went meanwhile. */
  readonly seals: number
  /** From the end of recording until the read models had all. */
  readonly lagMs: number
}

export interface RecordingOptions {
  readonly dataDir: string
  readonly events: number
  readonly seconds: number
  readonly eventsPerSecond: number
}

/** Records new events, one at a time and in several tenants, while pages of the feed are read in the same process. */
export const recordingStep = async (options: RecordingOptions): Promise<Recording> => {
  const { dataDir, events } = options
  const sealsBefore = generation(dataDir)
  const annals = await openAnnals({ dataDir, command: 'bench:scale' })
  try {
    const pages = (from: number, each: number) =>
      questionsOf(events, from, each).filter((question) => question.kind === 'feed')
    for (const question of pages(3_000_000, 3)) await right(annals.operations.activity(question.query))
    const until = performance.now() + options.seconds * 1_000
    const [recorded, asked] = await Promise.all([
      record(annals, options, until),
      askOnTime(annals, pages(4_000_000, 200), until),
    ])
    const endedAt = performance.now()
    while (annals.projections().some(({ lag }) => lag > 0)) await sleep(5)
    return {
      eventsPerSecond: Math.round(recorded / options.seconds),
      questionsPerSecond: Math.round(asked.length / options.seconds),
      feed: timesOf(asked.map(({ ms }) => ({ ms, timedOut: false }))),
      feedFromDue: timesOf(asked.map(({ fromDueMs: ms }) => ({ ms, timedOut: false }))),
      seals: generation(dataDir) - sealsBefore,
      lagMs: Math.round(performance.now() - endedAt),
    }
  } finally {
    await annals.close()
  }
}

const tickMs = 10

const record = async (
  annals: Annals,
  { events, eventsPerSecond }: RecordingOptions,
  until: number,
): Promise<number> => {
  const next = newEvents(events, 2)
  const startedAt = performance.now()
  const underWay = new Set<Promise<unknown>>()
  let sent = 0
  while (performance.now() < until) {
    const due = Math.floor(((performance.now() - startedAt) / 1_000) * eventsPerSecond)
    for (; sent < due; sent++) {
      const { tenant, event } = next()
      const writing = annals.inTenant(tenant).emit(event)
      underWay.add(writing)
      void writing.finally(() => underWay.delete(writing))
    }
    await sleep(tickMs)
  }
  await Promise.all(underWay)
  return sent
}

const questionEveryMs = 20

const askOnTime = async (
  annals: Annals,
  questions: readonly (Question & { readonly kind: 'feed' })[],
  until: number,
): Promise<readonly { readonly ms: number; readonly fromDueMs: number }[]> => {
  const times: { readonly ms: number; readonly fromDueMs: number }[] = []
  const startedAt = performance.now()
  for (let n = 0; ; n++) {
    const due = startedAt + n * questionEveryMs
    if (due >= until) return times
    const wait = due - performance.now()
    if (wait > 0) await sleep(wait)
    const askedAt = performance.now()
    await right(
      annals.operations.activity((questions[n % questions.length] as Question & { readonly kind: 'feed' }).query),
    )
    const answeredAt = performance.now()
    times.push({ ms: answeredAt - askedAt, fromDueMs: answeredAt - due })
  }
}

const generation = (dataDir: string): number => {
  const file = currentFile(dataDir)
  if (file === undefined) return 0
  const db = openForReading(join(dataDir, file))
  try {
    return db.prepare<[], number>('SELECT generation FROM feed_state').pluck().get() ?? 0
  } finally {
    db.close()
  }
}
