import type { ExpectedRevision } from '../ports/event-log.js'
import { safeInteger } from './identifiers.js'

/** The four ways in which a request says what it expects of a stream. */
interface Expectation {
  readonly hasAny: () => boolean
  readonly hasNoStream: () => boolean
  readonly hasStreamExists: () => boolean
}

/** @returns undefined where the request says nothing. */
export const expectedOf = (options: Expectation, revision: string | undefined): ExpectedRevision | undefined => {
  if (options.hasAny()) return 'any'
  if (options.hasNoStream()) return 'none'
  if (options.hasStreamExists()) return 'exists'
  return revision === undefined ? undefined : safeInteger(revision)
}
