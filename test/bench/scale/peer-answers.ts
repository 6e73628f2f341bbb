import type { StoredEvent } from '../../../src/domain/event.js'
import { formatTime } from '../../../src/domain/time.js'
import type {
  ActivityQuery,
  FacetsQuery,
  FacetValue,
  FeedPlace,
  Page,
  StatsAnswer,
  StatsItem,
  StatsQuery,
} from '../../../src/ports/read-models.js'

/** What came back from a peer, in the form in which Annals answers. */
export const feedAnswer = (events: readonly StoredEvent[], { limit }: ActivityQuery): Page<StoredEvent, FeedPlace> => {
  const items = events.slice(0, limit)
  const last = items.at(-1)
  return events.length > limit && last !== undefined
    ? { items, next: { occurredAt: Date.parse(last.occurredAt), position: Number(last.position) } }
    : { items }
}

export interface GroupRow {
  readonly bucket?: number | string
  readonly n: number
  readonly total: number | string
  readonly verb?: string
  readonly actor_type?: string
  readonly actor_id?: string
  readonly channel?: string
  readonly subject_type?: string
  readonly outcome?: 'success' | 'failure'
}

export const statsAnswer = (rows: readonly GroupRow[], { groupBy, limit }: StatsQuery): StatsAnswer => {
  const found = rows.filter(({ n }) => n > 0)
  const items = found.slice(0, limit).map((row): StatsItem => {
    const {
      bucket,
      n,
      verb,
      actor_type: type = '',
      actor_id: id = '',
      channel,
      subject_type: subjectType,
      outcome,
    } = row
    return {
      ...(verb === undefined ? {} : { verb }),
      ...(groupBy.includes('actor') ? { actor: { type, id } } : {}),
      ...(channel === undefined ? {} : { channel }),
      ...(subjectType === undefined ? {} : { subjectType }),
      ...(outcome === undefined ? {} : { outcome }),
      ...(bucket === undefined ? {} : { from: formatTime(Number(bucket)) }),
      count: n,
    }
  })
  return { items, total: Number(found[0]?.total ?? 0), ...(found.length > limit ? { truncated: true } : {}) }
}

export interface ValueRow {
  readonly value: string
  readonly n: number
}

export const facetsAnswer = (rows: readonly ValueRow[], { limit }: FacetsQuery): Page<FacetValue> => {
  const items = rows.slice(0, limit).map(({ value, n }) => ({ value, count: n }))
  return rows.length > limit ? { items, next: 'more' } : { items }
}
