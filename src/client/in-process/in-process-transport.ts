import type { When } from '../../application/operations.js'
import type { AnnalsError } from '../../domain/errors.js'
import type { EventInput, StoredEvent } from '../../domain/event.js'
import type { FeedPlace } from '../../ports/read-models.js'
import { ClientFailure } from '../client-failure.js'
import type { Transport } from '../transport.js'
import type { Store } from './store.js'

/** A client's calls to a store in its own process. */
export const inProcessTransport = (store: Store, closed: AbortSignal): Transport => {
  const call = async <A>(id: string | undefined, use: () => Promise<A>): Promise<A> => {
    if (closed.aborted) throw new ClientFailure({ _tag: 'Closed' }, { id })
    try {
      return await use()
    } catch (error) {
      throw failureOf(error, id)
    }
  }
  const once = <A>(after: string | undefined, use: () => Promise<A>): Promise<A> =>
    call(undefined, async () => {
      if (after !== undefined) await store.waitFor(after)
      return use()
    })
  return {
    emit: (event) => call(event.id, () => store.emit(event)),
    emitMany: (events) => call(undefined, () => store.emitMany(events)),
    deliver: async (events) => {
      await call(undefined, () => store.emitMany(events.map((event) => JSON.parse(event) as EventInput)))
    },
    recordState: (subject, input) => call(input.id, () => store.recordState(subject, input)),
    restore: (subject, input) => call(input.id, () => store.restore(subject, input)),
    stateAt: (subject, when) => call(undefined, () => store.stateAt(subject, storeWhen(when))),
    diff: (subject, { from, to }) => call(undefined, () => store.diff(subject, from, to)),
    history: (subject, query) => (place, limit) =>
      call(undefined, () => store.history(subject, { ...query, limit, ...from(place as string | undefined) })),
    activity: (query, after) => (place, limit) =>
      once(after, () => store.activity({ ...query, limit, ...from(place as FeedPlace | undefined) })),
    live: async function* ({ onLost: _, ...query }) {
      try {
        yield* store.live(query)
      } catch (error) {
        throw failureOf(error, undefined)
      }
    },
    stats: (query, after) => once(after, () => store.stats(query)),
    transaction: (id, after) => (place, limit) =>
      once(after, () => store.transaction(id, { limit, ...from(place as FeedPlace | undefined) })),
  } satisfies Transport & { live: (...given: never[]) => AsyncIterable<StoredEvent> }
}

const from = <Place>(place: Place | undefined): { readonly from?: Place } =>
  place === undefined ? {} : { from: place }

const storeWhen = (when: When): Parameters<Store['stateAt']>[1] => {
  switch (when._tag) {
    case 'Now':
      return {}
    case 'Version':
      return { version: when.version }
    case 'At':
      return { at: new Date(when.at), by: when.by }
  }
}

/** A store's own failures have their error; anything else is a mistake, and stays what it is. */
const failureOf = (error: unknown, id: string | undefined): unknown =>
  error instanceof Error && error.name === 'AnnalsFailure' && 'error' in error
    ? new ClientFailure(error.error as AnnalsError, { id, cause: error })
    : error
