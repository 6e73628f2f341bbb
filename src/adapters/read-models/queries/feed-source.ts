import { sql } from 'kysely'
import type { EventFilter } from '../../../ports/read-models.js'
import { all, meets, within } from './conditions.js'
import type { Range, Sql } from './conditions.js'
import { chooseDriver } from './driving-index.js'
import type { Purpose } from './driving-index.js'
import { filterConditions } from './filter-conditions.js'
import { tables } from './feed-tables.js'
import type { QueryRunner } from './query-runner.js'

/** The rows of the feed, as `f`, that meet a filter and are of a range of time. */
export interface FeedSource {
  /** `FROM … WHERE …`. */
  readonly rows: Sql
  /** Whose `occurredAt` and `position` to order by (where there are two tables, both have the same). */
  readonly orderBy: Sql
}

/**
 * The rows by way of the index that `chooseDriver` finds. All other conditions are checked row by row: the unary plus before their
 * columns keeps SQLite from choosing another index for them.
 */
export const feedSource = (run: QueryRunner, filter: EventFilter, range: Range, purpose: Purpose): FeedSource => {
  const driver = chooseDriver(run, filter, range, purpose)
  const conditions = filterConditions(filter, driver._tag === 'Walk' ? undefined : driver.field)
  const feed = sql`${tables.feed} AS f`
  const ofTenant = sql`f."tenant" = ${filter.tenant}`
  const joined = sql`CROSS JOIN ${feed} ON ${ofTenant} AND f."position" = h."position"`
  switch (driver._tag) {
    case 'Walk': {
      const time = within(purpose === 'byPosition' ? sql`+f."occurredAt"` : sql`f."occurredAt"`, range)
      return { rows: sql`FROM ${feed} WHERE ${all([ofTenant, ...time, ...conditions])}`, orderBy: sql`f` }
    }
    case 'Collect':
      return { rows: sql`FROM (${driver.positions}) AS h ${joined} WHERE ${all(conditions)}`, orderBy: sql`f` }
    case 'OneValue': {
      const value = { values: [driver.value] }
      if (driver.field === 'path') {
        const found = [sql`h."tenant" = ${filter.tenant}`, meets(sql`h."path"`, value)]
        const time = within(sql`h."occurredAt"`, range)
        const rows = sql`FROM ${tables.paths} AS h ${joined} WHERE ${all([...found, ...time, ...conditions])}`
        return { rows, orderBy: sql`h` }
      }
      const found = [ofTenant, meets(sql`f.${sql.id(driver.field)}`, value)]
      const time = within(sql`f."occurredAt"`, range)
      return { rows: sql`FROM ${feed} WHERE ${all([...found, ...time, ...conditions])}`, orderBy: sql`f` }
    }
  }
}
