import type { NewEvent, StreamAppend } from '../../ports/event-log.js'
import type { LineEnds, Placing } from './line-ends.js'

/** What EventStoreDB takes in one append, by default: bytes of data. */
export const appendBytesMax = 1_048_576
const batchEventsMax = 1_000

/** An append that waits in the line of its stream. */
export interface Waiting {
  readonly append: StreamAppend
  readonly bytes: number
  readonly answer: (placing: Placing) => void
}

/** Takes the head and those behind it that stand on it and fit into the same append. Events that are known already go alone. */
export const takeBatch = (ends: Pick<LineEnds, 'find'>, line: Waiting[], last: number): readonly Waiting[] => {
  const batch: Waiting[] = []
  const ids = new Set<string>()
  let [revision, events, bytes] = [last, 0, 0]
  for (const waiting of line) {
    const { expected, events: more } = waiting.append
    const fits = bytes + waiting.bytes <= appendBytesMax && events + more.length <= batchEventsMax
    const stands = expected === 'any' || expected === 'exists' || expected === revision
    const isFresh = ({ id }: NewEvent): boolean =>
      !ids.has(id.toLowerCase()) && ends.find(id.toLowerCase()).length === 0
    if (batch.length > 0 && !(fits && stands && more.every(isFresh))) break
    batch.push(waiting)
    for (const { id } of more) ids.add(id.toLowerCase())
    revision += more.length
    events += more.length
    bytes += waiting.bytes
  }
  line.splice(0, batch.length)
  return batch
}

/** The same events in appends that the server takes, each as large as it may be. */
export function* inParts(events: readonly NewEvent[]): Generator<readonly NewEvent[]> {
  let part: NewEvent[] = []
  let bytes = 0
  for (const event of events) {
    const size = bytesOf([event])
    if (part.length > 0 && bytes + size > appendBytesMax) {
      yield part
      part = []
      bytes = 0
    }
    part.push(event)
    bytes += size
  }
  if (part.length > 0) yield part
}

export const bytesOf = (events: readonly NewEvent[]): number =>
  events.reduce((sum, { data, metadata }) => sum + data.byteLength + metadata.byteLength, 0)
