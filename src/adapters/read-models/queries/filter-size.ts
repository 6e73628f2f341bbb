import type { EventFilter, QueryError } from '../../../ports/read-models.js'
import { askedFields } from './conditions.js'

/** Each value is looked up in every segment that may hold it. */
const maxPatterns = 400

/** A filter with too many values to be asked for at once. */
export const checkFilter = (filter: EventFilter): QueryError | undefined => {
  const count = askedFields(filter).reduce(
    (sum, [, { anyOf = [], noneOf = [] }]) => sum + anyOf.length + noneOf.length,
    0,
  )
  return count > maxPatterns
    ? { _tag: 'TooExpensive', detail: `the filter has ${count} values: at most ${maxPatterns} can be asked for` }
    : undefined
}
