import type { Party } from '../../domain/event.js'
import type { FeedFilter } from '../query/feed-link.js'
import { literal } from '../query/query.js'
import type { Grouping } from './range.js'

/** What `/v1/stats` and `/v1/calls` answer, as docs/http-api.md has it. */
export interface Stats {
  readonly items: readonly StatsItem[]
  readonly total: number
}
export interface StatsItem {
  readonly verb?: string
  readonly actor?: Party
  readonly channel?: string | null
  readonly subjectType?: string
  readonly outcome?: string
  readonly weekday?: number
  readonly hour?: number
  readonly from?: string
  readonly to?: string
  readonly count: number
}
export interface Calls {
  readonly items: readonly CallsItem[]
  readonly total: number
  readonly truncated?: true
}
export interface CallsItem {
  readonly direction: 'in' | 'out'
  readonly service: string
  readonly operation: string
  readonly count: number
  readonly errors: number
  readonly lastVerb: string
  readonly duration?: { readonly count: number; readonly p50: number; readonly p95: number; readonly p99: number }
}

/** One value that events are grouped by. */
export interface Value {
  /** Tells it apart from all others. */
  readonly key: string
  readonly name: string
  /** What leads to its events; undefined where the feed has no filter for them. */
  readonly filter: FeedFilter | undefined
}

export const valueOf = (by: Grouping, item: StatsItem): Value => {
  if (by === 'actor') {
    const { type = '', id = '', name } = item.actor ?? {}
    return {
      key: JSON.stringify([type, id]),
      name: name ?? id,
      filter: { actorType: literal(type), actorId: literal(id) },
    }
  }
  const value = item[by]
  return value === undefined || value === null
    ? { key: 'null', name: `no ${groupingNames[by]}`, filter: undefined }
    : { key: JSON.stringify(value), name: value, filter: { [by]: literal(value) } }
}

export const groupingNames: Readonly<Record<Grouping, string>> = {
  verb: 'verb',
  actor: 'actor',
  channel: 'channel',
  subjectType: 'subject type',
}
