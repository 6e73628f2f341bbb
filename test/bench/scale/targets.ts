import type { QuestionClass } from './questions.js'
import type { SizeResult } from './run-size.js'

export interface TargetSeen {
  readonly what: string
  readonly target: string
  readonly seen: string
  readonly met: boolean
}

/** What was promised for one and for ten million events, as far as it was measured; for other numbers, what holds for every one. */
export const targetsOf = (result: SizeResult): readonly TargetSeen[] => {
  const { annals, projected, batch, recording } = result
  const isTen = result.events >= 10_000_000
  const isOne = result.events >= 1_000_000 && !isTen
  const firstMs = Math.max(...annals.firstWarm)
  return [
    ...(isOne || isTen
      ? [atMost('feed, p99', annals.warm.feed.p99, 5, 'ms'), atMost('statistics, p99', annals.warm.stats.p99, 20, 'ms')]
      : []),
    ...(isTen
      ? [
          atMost('feed, p99 of the worst shape', worstShape(result, 'feed'), 10, 'ms'),
          atMost('statistics, p99 of the worst shape', worstShape(result, 'stats'), 40, 'ms'),
          atMost('from opening to the first page', firstMs / 1_000, 2, 's'),
        ]
      : []),
    ...(recording === undefined
      ? []
      : [atMost(`feed, p99 while ${recording.eventsPerSecond} events/s are recorded`, recording.feed.p99, 15, 'ms')]),
    ...(batch === undefined ? [] : [atMost('500 events applied, p50', batch.p50, 5, 'ms')]),
    atLeast('read models made from the log', projected.eventsPerSecond, 50_000, 'events/s'),
    ...(isOne || isTen ? [atMost('memory without mapped files', annals.anonymousMb, isTen ? 600 : 300, 'MB')] : []),
    atMost('read models, of the log', projected.readModelBytes / result.log.logBytes, 1, '×'),
  ]
}

const worstShape = ({ annals }: SizeResult, kind: QuestionClass): number =>
  Math.max(...annals.shapes.filter((each) => each.kind === kind).map(({ times }) => times.p99))

const atMost = (what: string, seen: number, most: number, unit: string): TargetSeen => ({
  what,
  target: `≤ ${most} ${unit}`,
  seen: `${shown(seen)} ${unit}`,
  met: seen <= most,
})

const atLeast = (what: string, seen: number, least: number, unit: string): TargetSeen => ({
  what,
  target: `≥ ${shown(least)} ${unit}`,
  seen: `${shown(seen)} ${unit}`,
  met: seen >= least,
})

const shown = (value: number): string =>
  value >= 100 ? Math.round(value).toLocaleString('en-US') : value.toPrecision(2)
