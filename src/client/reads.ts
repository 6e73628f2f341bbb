import { onAbort } from '../application/on-abort.js'
import { pages } from '../application/pages.js'
import type { AnnalsClient, LiveOptions } from './annals-client.js'
import { checkedSubject } from './build-input.js'
import { activityQuery, afterOf, historyQuery, limitOf, liveFilter, statsQuery, whenOf } from './build-query.js'
import { ClientFailure, refuse } from './client-failure.js'
import type { LiveRequest, ReadPage, Transport } from './transport.js'

export type Reads = Pick<AnnalsClient, 'stateAt' | 'diff' | 'history' | 'activity' | 'live' | 'stats' | 'transaction'>

export interface ReadPorts {
  readonly transport: Transport
  /** Aborted when the client is closed. */
  readonly closed: AbortSignal
}

export const reads = ({ transport, closed }: ReadPorts): Reads => ({
  stateAt: async (subject, when = {}) => transport.stateAt(checkedSubject(subject), whenOf(when)),
  diff: async (subject, from, to) => {
    const version = (field: string, value: number): number =>
      Number.isSafeInteger(value) && value >= -1 ? value : refuse([{ field, message: 'must be a version, or -1' }])
    return transport.diff(checkedSubject(subject), { from: version('from', from), to: version('to', to) })
  },
  history: (subject, options = {}) =>
    items(transport.history(checkedSubject(subject), historyQuery(options)), limitOf(options)),
  activity: (options = {}) => items(transport.activity(activityQuery(options), afterOf(options, 0)), limitOf(options)),
  live: (options = {}) => {
    const after = afterOf(options, -1)
    const request = { ...liveFilter(options), ...(after === undefined ? {} : { after }) }
    return following(transport, request, options, closed)
  },
  stats: async (options = {}) => transport.stats(statsQuery(options), afterOf(options, 0)),
  transaction: async (transactionId, options = {}) => {
    const id = typeof transactionId === 'string' ? transactionId.trim() : ''
    if (id === '') return refuse([{ field: 'transactionId', message: 'must be the id of a transaction' }])
    const readPage = transport.transaction(id, afterOf(options, 0))
    const first = await readPage(undefined, firstPage)
    const events = items<(typeof first.items)[number]>((place, limit) =>
      place === undefined ? Promise.resolve(first) : readPage(place, limit),
    )
    return { transaction: first.transaction, events }
  },
})

const firstPage = 200

/** May be iterated more than once; each time the pages are read anew. */
const items = <Item>(readPage: ReadPage<Item>, limit?: number): AsyncIterable<Item> => ({
  [Symbol.asyncIterator]: () => pages<Item, unknown>(limit, readPage),
})

async function* following(
  transport: Transport,
  request: Omit<LiveRequest, 'signal' | 'onLost'>,
  { signal, onLost = () => undefined }: LiveOptions,
  closed: AbortSignal,
): ReturnType<AnnalsClient['live']> {
  if (closed.aborted) throw new ClientFailure({ _tag: 'Closed' })
  const ended = new AbortController()
  const end = (): void => ended.abort()
  if (signal?.aborted === true) return
  const leave = [signal, closed].map((each) => (each === undefined ? undefined : onAbort(each, end)))
  try {
    yield* transport.live({ ...request, signal: ended.signal, onLost })
  } finally {
    for (const each of leave) each?.()
    end()
  }
}
