import * as E from 'fp-ts/lib/Either.js'
import { kebabCase } from '../domain/kebab-case.js'
import type { WireMetrics } from '../ports/metrics.js'
import type { Appends } from './appends.js'

/** The same appends; what each ends with is counted. One that was stored before counts again: to its client it is one. */
export const countedAppends = (appends: Appends, metrics: WireMetrics): Appends => {
  const counted = async (outcome: ReturnType<Appends['append']>, events: number): ReturnType<Appends['append']> => {
    const result = await outcome
    if (E.isLeft(result)) metrics.wireRefused(kebabCase(result.left._tag))
    else if (events > 0) metrics.wireAppended(events)
    return result
  }
  return {
    append: (stream, expected, events) => counted(appends.append(stream, expected, events), events.length),
    deleteSoftly: (stream, expected) => counted(appends.deleteSoftly(stream, expected), 0),
    tombstone: (stream, expected) => counted(appends.tombstone(stream, expected), 0),
  }
}
