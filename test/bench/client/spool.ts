import { closeSync, fdatasyncSync, openSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { encodeFrames } from '../../../src/adapters/spool/frame.js'
import { createClient } from '../../../src/client/index.js'
import type { EmitInput } from '../../../src/client/index.js'
import { spool as spoolIn } from '../../../src/main/spool.js'
import type { Letter } from '../../../src/ports/spool.js'
import { makeEvents } from '../events.js'
import { interleaved, perSecond, rateFigure, withFolder } from '../measure.js'
import type { Benchmark } from '../measure.js'

const batch = 100

/** Events per second into a spool, durable, beside a loop that appends the finished bytes of the same batches to a file and syncs it. */
export const spool: Benchmark = {
  run: async (options) => {
    const count = options.quick ? 5_000 : 50_000
    const [events = []] = makeEvents({ count, lanes: 1, subjectsPerLane: 5_000, stepMs: 40 })
    const letters = events.map((event) => ({ id: event.id ?? '', event: JSON.stringify(event), instead: [] }))
    const batches: (readonly Letter[])[] = []
    for (let from = 0; from < count; from += batch) batches.push(letters.slice(from, from + batch))
    const frames = batches.map((each, index) => encodeFrames(each, 1 + index * batch))
    const rates = await interleaved(options, options.quick ? 1 : 9, {
      bare: () => withFolder((folder) => perSecond(count, bareAppend(folder, frames))),
      spool: () => withFolder(async (folder) => perSecond(count, await spoolAll(folder, batches))),
      emit: () => withFolder(async (folder) => perSecond(count, await emitAll(folder, events))),
    })
    const baseline = `bare append and fdatasync, ${batch} events each`
    return [
      rateFigure(`spool, ${batch} events a batch`, rates.spool, rates.bare, 0.6, baseline),
      rateFigure(`emit through a spool, ${batch} at once, each awaited`, rates.emit, rates.bare, 0.6, baseline),
    ]
  },
}

/** Both in ms. */
const bareAppend = (folder: string, parts: readonly Buffer[]): number => {
  const file = openSync(join(folder, 'bare'), 'a')
  try {
    const startedAt = performance.now()
    for (const part of parts) {
      writeSync(file, part)
      fdatasyncSync(file)
    }
    return performance.now() - startedAt
  } finally {
    closeSync(file)
  }
}

const spoolAll = async (folder: string, batches: readonly (readonly Letter[])[]): Promise<number> => {
  const opened = await spoolIn({ folder: join(folder, 'spool') }).open(() => undefined)
  if ('_tag' in opened) throw new Error(opened._tag)
  const startedAt = performance.now()
  for (const each of batches) {
    const { error } = await opened.append([each])
    if (error !== undefined) throw new Error(error._tag)
  }
  const took = performance.now() - startedAt
  await opened.close()
  return took
}

/** The store is away: nothing but the spool is measured. */
const emitAll = async (folder: string, events: readonly EmitInput[]): Promise<number> => {
  const client = createClient({
    url: 'http://127.0.0.1:9',
    whenUnavailable: spoolIn({ folder: join(folder, 'spool') }),
  })
  await client.flush({ limitMs: 0 })
  const startedAt = performance.now()
  for (let from = 0; from < events.length; from += batch)
    await Promise.all(events.slice(from, from + batch).map((event) => client.emit(event)))
  const took = performance.now() - startedAt
  await client.close({ limitMs: 0 })
  return took
}
