import { batch, signal } from '@preact/signals'
import type { ReadonlySignal } from '@preact/signals'
import type { LiveState } from '../api/live.js'
import { followLive } from '../api/live.js'
import { ask } from '../api/request.js'
import type { Page, StoredEvent } from '../api/shapes.js'
import { actorNames } from './actor-names.js'
import type { FeedRow } from './feed-row.js'
import { compareRows, rowOf } from './feed-row.js'

export const pageSize = 50
/** Rows that one view holds; further back is a view of its own, from the last row's time. */
export const maxRows = 50_000
/** Beyond this what is new is not kept but asked for again. */
export const maxFresh = 1_000
/** The position of a log without events. */
const beforeAll = '-1'
/** How often new events come onto the page at most. */
const flushMs = 200

/** The rows by one filter: those that were loaded, and those that came since and are not shown yet. */
export interface Feed {
  readonly rows: ReadonlySignal<readonly FeedRow[]>
  readonly fresh: ReadonlySignal<readonly FeedRow[]>
  readonly isLoaded: ReadonlySignal<boolean>
  readonly isLoading: ReadonlySignal<boolean>
  readonly error: ReadonlySignal<unknown>
  /** Whether there are older events than those loaded. */
  readonly hasMore: ReadonlySignal<boolean>
  readonly live: ReadonlySignal<LiveState>
  /** The id of the event that came last, shown or not. */
  readonly newest: ReadonlySignal<string | undefined>
  readonly more: () => void
  /** Puts what is new among the rows, each in its place. */
  readonly showFresh: () => void
  readonly end: () => void
}

interface FeedOptions {
  /** The API's filter. */
  readonly parameters: URLSearchParams
  /** False for a filter that is known not to be one: nothing is asked. */
  readonly isAsked: boolean
  /** Whether new ones can come at all. */
  readonly isLive: boolean
  /** Whether new events may come onto the page by themselves at this moment. */
  readonly mayFlow: () => boolean
  /** Begins anew: the log is another one, or more is new than is kept. */
  readonly restart: () => void
}

export const openFeed = ({ parameters, isAsked, isLive, mayFlow, restart }: FeedOptions): Feed => {
  const rows = signal<readonly FeedRow[]>([])
  const fresh = signal<readonly FeedRow[]>([])
  const isLoaded = signal(false)
  const isLoading = signal(false)
  const error = signal<unknown>(undefined)
  const next = signal<string | null>(null)
  const hasMore = signal(false)
  const live = signal<LiveState>('connecting')
  const newest = signal<string | undefined>(undefined)
  const ending = new AbortController()
  const known = new Set<string>()
  const arrived: FeedRow[] = []
  let flushing: ReturnType<typeof setTimeout> | undefined

  const unknown = (events: readonly StoredEvent[]): readonly FeedRow[] =>
    events.flatMap((event) => {
      if (known.has(event.id)) return []
      known.add(event.id)
      return [rowOf(event)]
    })

  const page = (extra: Readonly<Record<string, string>>): Promise<Page<StoredEvent>> => {
    const asked = new URLSearchParams(parameters)
    for (const [name, value] of Object.entries(extra)) asked.set(name, value)
    asked.set('limit', String(pageSize))
    return ask('/v1/activity', asked, { signal: ending.signal })
  }

  const more = (): void => {
    if (isLoading.value || (isLoaded.value && !hasMore.value) || rows.value.length >= maxRows) return
    batch(() => {
      isLoading.value = true
      error.value = undefined
    })
    page(next.value === null ? {} : { cursor: next.value })
      .then((answer) => {
        const added = unknown(answer.items)
        actorNames.learn(added)
        batch(() => {
          rows.value = rows.value.concat(added)
          next.value = answer.next
          hasMore.value = answer.next !== null
          if (!isLoaded.value) insert(arrived.splice(0))
          isLoaded.value = true
        })
      })
      .catch((cause: unknown) => {
        if (!ending.signal.aborted) error.value = cause
      })
      .finally(() => {
        isLoading.value = false
      })
  }

  const flush = (): void => {
    flushing = undefined
    // Until there is a first page nothing can be new beside it.
    if (!isLoaded.value) return
    const mine = arrived.splice(0).sort(compareRows)
    if (mine.length === 0) return
    actorNames.learn(mine)
    newest.value = mine[0]?.id
    const flows = fresh.value.length === 0 && mayFlow()
    fresh.value = [...fresh.value, ...mine].sort(compareRows).slice(0, maxFresh + 1)
    if (flows) showFresh()
  }

  const take = (events: readonly StoredEvent[]): void => {
    for (const row of unknown(events)) if (arrived.length <= maxFresh) arrived.push(row)
    flushing ??= setTimeout(flush, flushMs)
  }

  const showFresh = (): void => {
    if (fresh.value.length > maxFresh || rows.value.length + fresh.value.length > maxRows) {
      restart()
      return
    }
    batch(() => {
      insert(fresh.value)
      fresh.value = []
    })
  }

  /** Each in its place; what is older than the last row comes with its page. */
  const insert = (added: readonly FeedRow[]): void => {
    const last = rows.value.at(-1)
    const isBelow = (row: FeedRow): boolean => hasMore.value && last !== undefined && compareRows(row, last) > 0
    for (const row of added) if (isBelow(row)) known.delete(row.id)
    const here = added.filter((row) => !isBelow(row))
    if (here.length > 0) rows.value = [...here, ...rows.value].sort(compareRows)
  }

  let isStarted = false
  const start = (position: string): void => {
    if (isStarted) {
      restart()
      return
    }
    isStarted = true
    // The page may have been asked for before this position was reached: what is missing in it is new.
    page(position === beforeAll ? {} : { after: position }).then(
      ({ items }) => take(newer(items, rows.value)),
      () => undefined,
    )
  }

  if (isAsked) more()
  const unfollow =
    isAsked && isLive
      ? followLive(parameters, {
          onEvent: (event) => take([event]),
          onState: (state) => {
            live.value = state
            // What could not be had while the server was away is asked for again.
            if (state === 'live' && error.peek() !== undefined) more()
          },
          onStart: start,
        })
      : () => undefined

  return {
    ...{ rows, fresh, isLoaded, isLoading, error, hasMore, live, newest, more, showFresh },
    end: () => {
      ending.abort()
      clearTimeout(flushing)
      unfollow()
    },
  }
}

/** Those that belong above the last row that is loaded. */
const newer = (events: readonly StoredEvent[], rows: readonly FeedRow[]): readonly StoredEvent[] => {
  const last = rows.at(-1)
  return last === undefined ? events : events.filter((event) => compareRows(rowOf(event), last) < 0)
}
