import { join } from 'node:path'
import * as E from 'fp-ts/lib/Either.js'
import { openEmbeddedReader } from '../../../src/adapters/embedded/embedded-reader.js'
import { interpreter } from '../../../src/adapters/read-models/interpreter.js'
import { currentFile } from '../../../src/adapters/read-models/model-files.js'
import { openForWriting, readProjections } from '../../../src/adapters/read-models/read-model-file.js'
import { builtInProjections } from '../../../src/main/built-in-projections.js'
import { openAnnals } from '../../../src/main/open-annals.js'
import { timesOf } from './figures.js'
import type { Times } from './figures.js'
import { newEvents } from './new-events.js'

const batchEvents = 500

/**
 * Appends new events to a log while nothing is projected, then applies them to the read models, 500 in each transaction, as the projector does. Answers
 * the times from the first event to the commit.
 */
export const batchStep = async ({
  dataDir,
  events,
  batches,
}: {
  readonly dataDir: string
  readonly events: number
  readonly batches: number
}): Promise<Times> => {
  await append(dataDir, events, batches)
  const log = openEmbeddedReader({ dataDir })
  const file = currentFile(dataDir)
  if (file === undefined) throw new Error('there are no read models')
  const db = openForWriting(join(dataDir, file), log.logId)
  try {
    const stored = readProjections(db)
    const running = builtInProjections.map((projection) => ({
      projection,
      position: stored.get(projection.name)?.position ?? -1,
    }))
    const rows = interpreter(db, running, ({ name, error }) => {
      throw new Error(`${name} has failed ${error}`)
    })
    const times: { readonly ms: number; readonly timedOut: false }[] = []
    for (let from = (running[0]?.position ?? -1) + 1; ; from += batchEvents) {
      const read = await log.readAll({ direction: 'forwards', fromPosition: from, limit: batchEvents })()
      if (E.isLeft(read)) throw new Error(JSON.stringify(read.left))
      const last = read.right.at(-1)
      if (last === undefined) return timesOf(times.slice(warmUpBatches))
      const slice = { events: read.right, from: 0, end: last.position, maxEvents: batchEvents, budgetMs: Infinity }
      const startedAt = performance.now()
      rows.apply(slice)
      times.push({ ms: performance.now() - startedAt, timedOut: false })
    }
  } finally {
    db.close()
    log.close()
  }
}

const warmUpBatches = 10

const append = async (dataDir: string, events: number, batches: number): Promise<void> => {
  const options = { dataDir, command: 'bench:scale', projector: 'paused' as const }
  const annals = await openAnnals(options)
  try {
    const next = newEvents(events, 1)
    for (let batch = 0; batch < batches + warmUpBatches; batch++) {
      // A body's tenant is that of the call: each batch has one.
      const { tenant } = next()
      await annals.inTenant(tenant).emitMany(Array.from({ length: batchEvents }, () => next().event))
    }
  } finally {
    await annals.close()
  }
}
