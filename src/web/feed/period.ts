import type { Query } from '../query/query.js'
import { withPeriod } from '../query/query.js'
import { feedHref, query } from './view.js'

/** ms since the epoch; `to` is the first after it. */
export interface Period {
  readonly from: number
  readonly to: number
}

const isoOf = (at: number): string => new Date(at).toISOString().replace('.000Z', 'Z')

/** This view within a time of its own. */
export const within = ({ from, to }: Period): Query => withPeriod(query.value, isoOf(from), isoOf(to))

export const periodHref = (period: Period): string => feedHref(within(period))
