import type { RecordedEvent } from '../../ports/event-log.js'
import { appendCopies } from './append-copies.js'
import type { Copied, CopyTarget } from './append-copies.js'
import { batchesOf, runsOf } from './batches.js'

/**
 * Copies a page of events. Where the target takes appends to several streams at once, or with `parallel` 1, the order of the whole log is kept; else that within
 * each stream, with so many streams at a time. @throws CopyEnded
 */
export const copyPage = async (
  deps: CopyTarget,
  events: readonly RecordedEvent[],
  parallel: number,
): Promise<Copied> => {
  if (deps.target.capabilities.atomicAcrossStreams) return inTurn(deps, [...batchesOf(runsOf(events))])
  if (parallel === 1)
    return inTurn(
      deps,
      runsOf(events).map((run) => [run]),
    )
  const lines = [...byStream(events).values()].map((line) => runsOf(line).map((run) => [run]))
  const copied = { events: 0, filled: 0 }
  await inLanes(lines, parallel, async (line) => add(copied, await inTurn(deps, line)))
  return copied
}

const inTurn = async (deps: CopyTarget, appends: readonly Parameters<typeof appendCopies>[1][]): Promise<Copied> => {
  const copied = { events: 0, filled: 0 }
  for (const runs of appends) add(copied, await appendCopies(deps, runs))
  return copied
}

const add = (sum: { events: number; filled: number }, { events, filled }: Copied): void => {
  sum.events += events
  sum.filled += filled
}

const byStream = (events: readonly RecordedEvent[]): ReadonlyMap<string, readonly RecordedEvent[]> => {
  const streams = new Map<string, RecordedEvent[]>()
  for (const event of events) {
    const line = streams.get(event.stream)
    if (line === undefined) streams.set(event.stream, [event])
    else line.push(event)
  }
  return streams
}

/** So many at a time; nothing new is begun once one has failed, and all that was begun has ended when this rejects. */
const inLanes = async <A>(items: readonly A[], lanes: number, work: (item: A) => Promise<void>): Promise<void> => {
  const queue = items.values()
  const failures: unknown[] = []
  const lane = async (): Promise<void> => {
    for (const item of queue) {
      if (failures.length > 0) return
      try {
        await work(item)
      } catch (error) {
        failures.push(error)
      }
    }
  }
  await Promise.all(Array.from({ length: Math.min(lanes, items.length) }, lane))
  if (failures.length > 0) throw failures[0]
}
