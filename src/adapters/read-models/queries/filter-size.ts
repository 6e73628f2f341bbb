import { filterTooLarge } from '../../../ports/read-models.js'
import type { EventFilter, QueryError } from '../../../ports/read-models.js'

/** A filter with too many values to be asked for at once. */
export const checkFilter = (filter: EventFilter): QueryError | undefined => {
  const detail = filterTooLarge(filter)
  return detail === undefined ? undefined : { _tag: 'TooExpensive', field: '', detail }
}
