import activity from '../../projections/activity.js'
import actors from '../../projections/actors.js'
import calls from '../../projections/calls.js'
import subjects from '../../projections/subjects.js'
import transactions from '../../projections/transactions.js'
import type { Projection } from '../domain/projection.js'

/** What every data folder has rows of. */
export const builtInProjections: readonly Projection[] = [activity, actors, subjects, transactions, calls]
