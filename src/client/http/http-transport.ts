import { filterQuery, subjectPath, whenQuery } from '../../application/http-api/request-url.js'
import type { Written } from '../../application/operations.js'
import type { Subject } from '../../domain/event.js'
import { ClientFailure } from '../client-failure.js'
import { subjectKey } from '../subject-key.js'
import type { ReadPage, Transport } from '../transport.js'
import { httpLive } from './live-body.js'
import type { RequestPorts, Send } from './request.js'
import { createSend } from './request.js'

/** A client's calls over the HTTP API. */
export const httpTransport = (ports: RequestPorts): Transport => {
  const send = createSend(ports)
  const get = <Answer>(path: string, query?: URLSearchParams): Promise<Answer> => send({ method: 'GET', path, query })
  const page = pageBy(get)
  return {
    emit: (event) =>
      send({ method: 'POST', path: '/v1/events', body: event, subjects: [subjectKey(event.subject)], id: event.id }),
    emitMany: async (events) => {
      const subjects = events.map(({ subject }) => subjectKey(subject))
      const { items } = await send<{ readonly items: readonly Written[] }>({
        method: 'POST',
        path: '/v1/events',
        body: events,
        subjects,
      })
      return items
    },
    deliver: async (events, ids) => {
      const text = `[${events.join(',')}]`
      const answer = await send<{ readonly items?: unknown }>({ method: 'POST', path: '/v1/events', text })
      if (!isReceiptOf(answer.items, events.length, ids)) {
        const detail = 'it is not the receipts of the events that were sent'
        throw new ClientFailure({ _tag: 'UnexpectedAnswer', status: 200, detail })
      }
    },
    recordState: (subject, input) => write(send, 'PUT', subject, '', input),
    restore: (subject, input) => write(send, 'POST', subject, '/restore', input),
    stateAt: (subject, when) => {
      const [path, { query }] = subjectPath(subject, '', whenQuery(when))
      return get(path, query)
    },
    diff: (subject, { from, to }) => {
      const [path, { query }] = subjectPath(subject, '/diff', { from: String(from), to: String(to) })
      return get(path, query)
    },
    history: (subject, { include, order }) => {
      const [path, { query }] = subjectPath(subject, '/history', { include, order })
      return page(path, query)
    },
    activity: ({ sort, order, ...filter }, after) => {
      const query = filterQuery(filter)
      query.set('sort', sort)
      query.set('order', order)
      return page('/v1/activity', withAfter(query, after))
    },
    live: (request) => httpLive(ports, request),
    stats: ({ groupBy, interval, timeZone, limit, ...filter }, after) => {
      const query = filterQuery(filter)
      for (const field of groupBy) query.append('groupBy', field)
      if (interval !== undefined) query.set('interval', interval)
      query.set('timeZone', timeZone)
      query.set('limit', String(limit))
      return get('/v1/stats', withAfter(query, after))
    },
    transaction: (id, after) =>
      page(`/v1/transactions/${encodeURIComponent(id)}`, withAfter(new URLSearchParams(), after)),
  }
}

/** A receipt for each: nothing less lets an event be forgotten here. */
const isReceiptOf = (items: unknown, count: number, ids: readonly string[]): boolean =>
  Array.isArray(items) &&
  items.length === count &&
  ids.every((id, index) => (items[index] as { readonly id?: unknown } | null)?.id === id)

const write = <Answer>(
  send: Send,
  method: 'POST' | 'PUT',
  subject: Subject,
  rest: string,
  body: { readonly id?: string },
): Promise<Answer> => {
  const [path, { query }] = subjectPath(subject, rest, {})
  return send({ method, path, query, body, subjects: [subjectKey(subject)], id: body.id })
}

const withAfter = (query: URLSearchParams, after: string | undefined): URLSearchParams => {
  if (after !== undefined) query.set('after', after)
  return query
}

const pageBy =
  (get: <Answer>(path: string, query: URLSearchParams) => Promise<Answer>) =>
  <Item, More>(path: string, query: URLSearchParams): ReadPage<Item, More> =>
  (place, limit) => {
    const asked = new URLSearchParams(query)
    asked.set('limit', String(limit))
    if (typeof place === 'string') asked.set('cursor', place)
    return get(path, asked)
  }
