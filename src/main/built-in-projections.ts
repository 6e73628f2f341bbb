import activity from '../../projections/activity.js'
import calls from '../../projections/calls.js'
import statistics from '../../projections/statistics.js'
import subjects from '../../projections/subjects.js'
import transactions from '../../projections/transactions.js'
import type { Projection } from '../domain/projection.js'

/** What every data folder has rows of. */
export const builtInProjections: readonly Projection[] = [activity, statistics, subjects, transactions, calls]
