import { sql } from 'kysely'
import { tableName } from '../table-schema.js'
import type { Sql } from './conditions.js'

/** The tables that the queries read, by the names that the projections of the same name give them. */
const table = (projection: string, name: string): Sql => sql.id(tableName(projection, name))

export const tables = {
  events: table('activity', 'events'),
  actors: table('actors', 'actors'),
  subjects: table('subjects', 'subjects'),
  transactions: table('transactions', 'transactions'),
  callDays: table('calls', 'days'),
  callDayDurations: table('calls', 'dayDurations'),
}
