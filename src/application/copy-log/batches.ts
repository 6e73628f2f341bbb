import type { RecordedEvent } from '../../ports/event-log.js'
import type { Run } from './append-copies.js'

/** What goes into one append, unless an event alone is more. EventStoreDB takes 1 MiB of data by default. */
export const runBounds = { events: 500, bytes: 1_000_000 } as const
const batchBounds = { events: 2_000, bytes: 4_000_000 } as const

const bytesOf = ({ data, metadata }: RecordedEvent): number => data.byteLength + metadata.byteLength

/** Events that stand side by side and follow one another in one stream, within the bounds of an append. */
export const runsOf = (events: Iterable<RecordedEvent>): readonly Run[] => {
  const runs: [RecordedEvent, ...RecordedEvent[]][] = []
  let bytes = 0
  for (const event of events) {
    const run = runs.at(-1)
    const last = run?.at(-1)
    bytes += bytesOf(event)
    const follows = last?.stream === event.stream && last.revision + 1 === event.revision
    if (run !== undefined && follows && run.length < runBounds.events && bytes <= runBounds.bytes) run.push(event)
    else {
      runs.push([event])
      bytes = bytesOf(event)
    }
  }
  return runs
}

/** Runs for one append to several streams, in their order. A stream that lacks revisions between two runs is not in one append with both. */
export function* batchesOf(runs: Iterable<Run>): Generator<readonly Run[]> {
  let batch: Run[] = []
  let ends = new Map<string, number>()
  let [events, bytes] = [0, 0]
  for (const run of runs) {
    const { stream, revision } = run[0]
    const size = run.reduce((sum, event) => sum + bytesOf(event), 0)
    const fits = events + run.length <= batchBounds.events && bytes + size <= batchBounds.bytes
    if (batch.length > 0 && (!fits || (ends.get(stream) ?? revision - 1) !== revision - 1)) {
      yield batch
      batch = []
      ends = new Map()
      ;[events, bytes] = [0, 0]
    }
    batch.push(run)
    ends.set(stream, run.at(-1)?.revision ?? revision)
    events += run.length
    bytes += size
  }
  if (batch.length > 0) yield batch
}
