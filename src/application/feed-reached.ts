import * as E from 'fp-ts/lib/Either.js'
import type { ReadModels } from '../ports/read-models.js'

/**
 * A position up to which the feed has every event of a tenant; -1 where nothing is known. The feed is made in the order of the log, so
 * that it is complete up to its newest event of the tenant, and up to what all projections have read.
 */
export const feedReached = async (
  readModels: Pick<ReadModels, 'activity' | 'status'>,
  tenant: string,
): Promise<number> => {
  const read = readModels.status().map(({ position }) => Number(position))
  const byAll = read.length === 0 ? -1 : Math.min(...read)
  const newest = await readModels.activity({ tenant, fields: {}, sort: 'position', order: 'desc', limit: 1 })()
  const [event] = E.isRight(newest) ? newest.right.items : []
  return event === undefined ? byAll : Math.max(byAll, Number(event.position))
}
