import type { Database } from 'better-sqlite3'
import type {
  ActivityQuery,
  FacetsQuery,
  FacetValue,
  FeedIndexSize,
  FeedPlace,
  StatsQuery,
} from '../../../ports/read-models.js'
import { facetPage } from './facets.js'
import { feedPlaces } from './feed-places.js'
import type { IndexParts } from './feed-places.js'
import { indexCounts } from './index-counts.js'
import type { CountSource } from './index-counts.js'
import { createKernel } from './kernel/kernel.js'
import { knownValues } from './known-values.js'
import { questionOf } from './question.js'
import { segmentTerms } from './segment-terms.js'
import { openSegments } from './segments.js'
import { openTail } from './tail.js'
import { boundedWork, maxSteps } from './work.js'

/** Answers from the feed index of one file, on a handle that is only read; each within its caller's read transaction. Throws TooMuchWork where a question would cost too much. */
export interface FeedIndex {
  /** The first places of the feed in the query's order. */
  readonly places: (query: ActivityQuery, limit: number) => readonly FeedPlace[]
  readonly counts: (query: StatsQuery) => CountSource
  readonly facets: (query: FacetsQuery, from: FacetValue | undefined) => ReturnType<typeof facetPage>
  /** Reads a further piece of it into memory. @returns whether there was one */
  readonly warm: () => boolean
  /** Undefined until it was asked often enough: see `Segments`. */
  readonly size: () => FeedIndexSize | undefined
}

export interface FeedIndexOptions {
  /** For columns of segments; what does not fit is read from the file for each query. */
  readonly maxBytes: number
  /** What one question may cost: see `work.ts`. */
  readonly maxSteps?: number
}

export const openFeedIndex = (db: Database, options: FeedIndexOptions): FeedIndex => {
  const readGeneration = db.prepare<[], number>('SELECT generation FROM feed_state').pluck()
  const values = knownValues(db)
  const parts: Omit<IndexParts, 'work'> = {
    segments: openSegments(db, options.maxBytes),
    terms: segmentTerms(db),
    tail: openTail(db),
    kernel: createKernel(),
  }
  let generation: number | undefined

  const partsForOne = (): IndexParts => ({ ...parts, work: boundedWork(options.maxSteps ?? maxSteps) })

  /** The memory follows the file. */
  const follow = (): void => {
    const present = readGeneration.get()
    if (present === generation) {
      parts.tail.follow()
      return
    }
    parts.segments.reload()
    parts.tail.reload()
    generation = present
  }

  return {
    places: (query, limit) => {
      follow()
      return feedPlaces(partsForOne(), questionOf(values, query), query, limit)
    },
    counts: (query) => {
      follow()
      return indexCounts(partsForOne(), values, questionOf(values, query), query)
    },
    facets: (query, from) => {
      follow()
      return facetPage(partsForOne(), values, questionOf(values, query), query, from)
    },
    warm: () => {
      follow()
      return parts.segments.warm()
    },
    size: () => {
      follow()
      const segments = parts.segments.all()
      const rows = segments.reduce((sum, { header }) => sum + header.rows, parts.tail.rows())
      const bytes = parts.segments.bytes()
      return bytes === undefined ? undefined : { segments: segments.length, rows, bytes }
    },
  }
}
