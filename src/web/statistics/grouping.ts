import type { StatsItem } from '../../ports/read-models.js'
import type { FeedFilter } from '../query/feed-link.js'
import { literal } from '../query/query.js'
import type { Grouping } from './range.js'

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
