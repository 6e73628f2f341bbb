import type { CaptureState, Restored, SubjectState, VersionDiff, Written } from '../application/operations.js'
import type { Receipt, StoredEvent } from '../domain/event.js'
import type { FacetValue, ProjectionStatus, StatsAnswer, SubjectRow, TransactionRow } from '../ports/read-models.js'
import { pages } from '../application/pages.js'
import { filterQuery, subjectPath, whenQuery } from '../application/http-api/request-url.js'
import { remoteExport } from './remote-export.js'
import { remoteLive } from './remote-live.js'
import type { RemoteOptions } from './remote-request.js'
import { remoteRequest } from './remote-request.js'
import type { Writing } from './reading.js'

interface Items<Item> {
  readonly items: readonly Item[]
  readonly next?: string | null
}

/** The same calls as on a folder, over the HTTP API of a server. */
export const openRemote = (options: RemoteOptions): Writing => {
  const request = remoteRequest(options)

  const list = <Item>(path: string, query: URLSearchParams, limit: number | undefined): AsyncIterable<Item> =>
    pages<Item, string>(limit, (cursor, pageLimit) => {
      const asked = new URLSearchParams(query)
      asked.set('limit', String(pageLimit))
      if (cursor !== undefined) asked.set('cursor', cursor)
      return request<Items<Item>>('GET', path, { query: asked })
    })

  const emit = (input: unknown): Promise<Written> => request<Written>('POST', '/v1/events', { body: input })

  return {
    state: (subject, when) => request<SubjectState>('GET', ...subjectPath(subject, '', whenQuery(when))),
    history: (subject, { include, order, limit }) => {
      const [path, { query }] = subjectPath(subject, '/history', { include, order })
      return list<StoredEvent>(path, query, limit)
    },
    diff: (subject, { from, to }) =>
      request<VersionDiff>('GET', ...subjectPath(subject, '/diff', { from: String(from), to: String(to) })),
    activity: ({ sort, order, limit, ...filter }) => {
      const query = filterQuery(filter)
      query.set('sort', sort)
      query.set('order', order)
      return list<StoredEvent>('/v1/activity', query, limit)
    },
    live: ({ after, signal, onLost, ...filter }) => {
      const query = filterQuery(filter)
      if (after !== undefined) query.set('after', String(after))
      return remoteLive(options, query, { signal, onLost })
    },
    export: ({ sort, order, limit, cursor, ...filter }) => {
      const query = filterQuery(filter)
      for (const [name, value] of Object.entries({ format: 'ndjson', sort, order, limit, cursor }))
        if (value !== undefined) query.set(name, String(value))
      return remoteExport(options, query)
    },
    stats: ({ groupBy, interval, timeZone, limit, ...filter }) => {
      const query = filterQuery(filter)
      if (groupBy.length > 0) query.set('groupBy', groupBy.join(','))
      if (interval !== undefined) query.set('interval', interval)
      query.set('timeZone', timeZone)
      query.set('limit', String(limit))
      return request<StatsAnswer>('GET', '/v1/stats', { query })
    },
    facets: ({ field, prefix, limit, ...filter }) => {
      const query = filterQuery(filter)
      if (prefix !== '') query.set('prefix', prefix)
      return list<FacetValue>(`/v1/facets/${field}`, query, limit)
    },
    subjects: ({ type, deleted, limit }) => {
      const query = new URLSearchParams()
      if (type !== undefined) query.set('type', type)
      if (deleted !== undefined) query.set('deleted', String(deleted))
      return list<SubjectRow>('/v1/subjects', query, limit)
    },
    transaction: async (id, limit) => {
      const path = `/v1/transactions/${encodeURIComponent(id)}`
      const query = new URLSearchParams({ limit: '1' })
      const { transaction } = await request<{ readonly transaction: TransactionRow }>('GET', path, { query })
      return { transaction, events: list<StoredEvent>(path, new URLSearchParams(), limit) }
    },
    captureRules: () => request<CaptureState>('GET', '/v1/capture-rules', {}),
    projections: async () =>
      (
        await request<Items<ProjectionStatus>>('GET', '/v1/projections', {
          query: new URLSearchParams({ limit: '1000' }),
        })
      ).items,
    emit,
    // An array of one and a single event are the same thing with answers of different shapes.
    emitMany: async (inputs) =>
      (await request<Items<Written>>('POST', '/v1/events', { body: inputs, retry: inputs.every(hasId) })).items,
    setCaptureRules: (input) => request<Written>('PUT', '/v1/capture-rules', { body: input }),
    restore: (subject, input) => {
      const [path, { query }] = subjectPath(subject, '/restore', {})
      return request<Restored & Partial<Receipt>>('POST', path, { query, body: input })
    },
    rebuild: async (projection) => {
      await request<unknown>('POST', `/v1/projections/${encodeURIComponent(projection)}/rebuild`, {})
    },
    close: () => Promise.resolve(),
  }
}

/** An event with an id of its own may be sent again when its answer was lost. */
const hasId = (input: unknown): boolean => typeof input === 'object' && input !== null && Object.hasOwn(input, 'id')
