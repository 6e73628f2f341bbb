import * as E from 'fp-ts/lib/Either.js'
import type { FacetsQuery, FacetValue, Page, QueryError } from '../../../ports/read-models.js'
import type { FeedIndex } from '../feed-index/feed-index.js'
import { decodePlace, encodePlace } from './opaque-place.js'
import type { QueryRunner } from './query-runner.js'

/** One page of the values of a field. */
export const facetsAnswer = (
  run: QueryRunner,
  index: FeedIndex,
  query: FacetsQuery,
): E.Either<QueryError, Page<FacetValue>> => {
  const from = query.from === undefined ? undefined : placeOf(query.from)
  if (from === 'none') return E.left({ _tag: 'BadPlace' })
  const { items, next } = run.snapshot(() => index.facets(query, from))
  return E.right(next === undefined ? { items } : { items, next: encodePlace([next.count, next.value]) })
}

const placeOf = (text: string): FacetValue | 'none' => {
  const [count, value] = decodePlace(text, ['number', 'string']) ?? []
  return typeof count === 'number' && typeof value === 'string' ? { count, value } : 'none'
}
