import type { StatsQuery } from '../../../ports/read-models.js'
import type { Range } from './conditions.js'
import { eventCounts, rollupCounts, rollupsAnswer } from './count-source.js'
import type { CountRow, CountSource } from './count-source.js'
import type { Slots } from './intervals.js'
import type { QueryRunner } from './query-runner.js'

/** What the `statistics` projection counts by. */
export const quarterHourMs = 900_000

/**
 * Counts that are exact whatever the range. Where the filter asks for fields with few values alone, whole quarter-hours come from the rollups, and
 * only what is left of them at the ends of the range from the events. Slots that do not begin with a quarter-hour (those of local mean times,
 * and minutes) are counted from the events altogether.
 */
export const exactCounts = (run: QueryRunner, query: StatsQuery): CountSource => {
  const events = eventCounts(run, query)
  if (query.interval === 'minute' || !rollupsAnswer(query)) return events
  const rollups = rollupCounts(run, query)
  return {
    count: (part, slots) => {
      const wholeSlots = slots === undefined || (isQuarter(slots.base) && isQuarter(slots.lengthMs))
      return wholeSlots ? countParts(rollups, events, part, slots) : events.count(part, slots)
    },
    edge: (which, { least, end }) =>
      rollups.edge(which, { least: least === undefined ? undefined : quarterBefore(least), end }),
    nextFrom: (least) => rollups.nextFrom(quarterBefore(least)),
  }
}

function* countParts(
  rollups: CountSource,
  events: CountSource,
  { least, end }: Range,
  slots?: Slots,
): Generator<CountRow> {
  const firstWhole = least === undefined ? undefined : Math.ceil(least / quarterHourMs) * quarterHourMs
  const lastWhole = end === undefined ? undefined : quarterBefore(end)
  if (firstWhole !== undefined && lastWhole !== undefined && firstWhole > lastWhole) {
    yield* events.count({ least, end }, slots)
    return
  }
  if (least !== firstWhole) yield* events.count({ least, end: firstWhole }, slots)
  if (firstWhole === undefined || firstWhole !== lastWhole) {
    yield* rollups.count({ least: firstWhole, end: lastWhole }, slots)
  }
  if (end !== lastWhole) yield* events.count({ least: lastWhole, end }, slots)
}

const quarterBefore = (ms: number): number => Math.floor(ms / quarterHourMs) * quarterHourMs
const isQuarter = (ms: number): boolean => ms % quarterHourMs === 0
