import { computed, signal } from '@preact/signals'
import { hrefOf, navigate, search } from '../routing/route.js'
import { zone } from '../settings.js'
import { addressOf, apiParametersOf, queryOf } from '../query/parameters.js'
import type { LineProblem } from '../query/parse-query.js'
import { parseQuery } from '../query/parse-query.js'
import { printQuery } from '../query/print-query.js'
import type { Query } from '../query/query.js'
import { timeOf } from '../query/time-text.js'

/** What the address asks the feed for. */
export const query = computed(() => queryOf(search.value))
export const line = computed(() => printQuery(query.value))

/** What cannot be asked for in an address that somebody wrote by hand. */
export const addressProblems = computed<readonly LineProblem[]>(() => {
  const parsed = parseQuery(line.value)
  return parsed._tag === 'Problems' ? parsed.problems : []
})

/** One more than before whenever the same view is to be asked for again. */
const attempt = signal(0)
export const restart = (): void => {
  attempt.value++
}

/** One view: its filter with times fixed, so that all its pages and figures are of one period. Made anew when the address or the zone changes. */
export interface View {
  readonly key: string
  readonly query: Query
  /** ms since the epoch: what `7d` is counted from. */
  readonly now: number
  readonly parameters: URLSearchParams
  /** Whether events that happen from now on can be in it. */
  readonly isOpen: boolean
}

let made: View | undefined
export const view = computed<View>(() => {
  const key = JSON.stringify([line.value, zone.value, attempt.value])
  // Only the address of an open event has changed.
  if (made?.key === key) return made
  const now = Date.now()
  const until = timeOf(query.value.until ?? '', now, zone.value)
  const parameters = apiParametersOf(query.value, now, zone.value)
  made = { key, query: query.value, now, parameters, isOpen: until === undefined || until > now }
  return made
})

/** The API's parameters for another query at the same moment. */
export const parametersAt = (other: Query): URLSearchParams => apiParametersOf(other, view.value.now, zone.value)

/** The address of the feed by a query; an open event stays open. */
export const feedHref = (asked: Query): string => {
  const parameters = addressOf(asked)
  const event = search.value.get('event')
  if (event !== null) parameters.set('event', event)
  return hrefOf({ _tag: 'Feed' }, parameters)
}

export const showQuery = (asked: Query): void => navigate(feedHref(asked))
