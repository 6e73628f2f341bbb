import type { StoredEvent } from '../domain/event.js'
import type { EventFilter } from '../ports/read-models.js'
import type { Environment } from './environment.js'
import { activityColumns } from './event-table.js'
import type { Reading } from './reading.js'
import { cut, safeJson, safeText } from './safe-text.js'
import { width } from './table.js'

export interface FollowOptions {
  readonly filter: Omit<EventFilter, 'tenant'>
  /** Show so many of the last ones first. */
  readonly limit: number | undefined
  readonly json: boolean
}

/** Prints what happens as it happens, a line an event in the order of the log, until it is interrupted. */
export const followActivity = async (
  environment: Pick<Environment, 'stdout' | 'stderr' | 'interrupted'>,
  reading: Reading,
  { filter, limit, json }: FollowOptions,
): Promise<void> => {
  const { stdout, stderr } = environment
  const signal = environment.interrupted()
  const print = (event: StoredEvent): Promise<void> =>
    stdout.write(json ? `${safeJson(JSON.stringify(event))}\n` : `${lineOf(event)}\n`)
  const last = limit === undefined ? undefined : await newest(reading, filter, limit)
  for (const event of last?.events ?? []) await print(event)
  const after = last?.position === undefined ? {} : { after: last.position }
  const onLost = (reason: string): void => void stderr.write(`${safeText(reason)}; trying again\n`)
  for await (const event of reading.live({ ...filter, ...after, signal, onLost })) await print(event)
}

/** The newest in the order of the log, and the position behind which all others come. */
const newest = async (
  reading: Reading,
  filter: FollowOptions['filter'],
  limit: number,
): Promise<{ readonly events: readonly StoredEvent[]; readonly position?: number }> => {
  // Asked before the feed is: what it had read by then is in it.
  const read = (await reading.projections()).map(({ position }) => Number(position))
  const events: StoredEvent[] = []
  for await (const event of reading.activity({ ...filter, sort: 'position', order: 'desc', limit })) events.push(event)
  const [first] = events
  if (first !== undefined) return { events: events.toReversed(), position: Number(first.position) }
  return read.length === 0 ? { events } : { events, position: Math.min(...read) }
}

/** The columns of the feed, as wide as they mostly are: a line cannot wait for those that come after it. */
const usualWidths = [24, 16, 16, 16, 7, 8]

const lineOf = (event: StoredEvent): string =>
  activityColumns
    .map(({ value }, index) => {
      const text = cut(safeText(value(event)), 200)
      return text + ' '.repeat(Math.max(0, (usualWidths[index] ?? 0) - width(text)))
    })
    .join('  ')
    .trimEnd()
