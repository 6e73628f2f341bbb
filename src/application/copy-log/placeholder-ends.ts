import type { EventLogReader } from '../../ports/event-log.js'
import { classOf } from './copied-streams.js'
import type { Patience } from './patience.js'
import type { StandIns } from './stand-ins.js'
import { readPatiently, walkLog } from './walk-log.js'

export interface PlaceholderEnd {
  readonly stream: string
  /** The last revision that a placeholder stands for. */
  readonly last: number
}

/** What is held in memory at most; a stream may then be given more than once, with a greater end. */
const streamsAtOnce = 20_000

/** Where the placeholders of each stream of the target end; those of metadata streams, which show their last event alone, are left out. @throws CopyEnded */
export async function* placeholderEnds(
  deps: {
    readonly target: Pick<EventLogReader, 'readAll' | 'head'>
    readonly standIns: StandIns
    readonly patience: Patience
  },
  onWalked: (position: number) => void,
): AsyncGenerator<PlaceholderEnd, void, undefined> {
  const { target, standIns, patience } = deps
  const end = await readPatiently('target', patience, target.head())
  const ends = new Map<string, number>()
  for await (const page of walkLog(target, 'target', { after: -1, end }, patience)) {
    for (const event of page)
      if (classOf(event) === 'event' && standIns.kindOf(event) === 'placeholder') ends.set(event.stream, event.revision)
    if (ends.size > streamsAtOnce) yield* taken(ends)
    onWalked(page.at(-1)?.position ?? end)
  }
  yield* taken(ends)
}

function* taken(ends: Map<string, number>): Generator<PlaceholderEnd> {
  for (const [stream, last] of ends) yield { stream, last }
  ends.clear()
}
