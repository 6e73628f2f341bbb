import { feedProjection } from '../ports/read-models.js'
import type { ReadModels } from '../ports/read-models.js'

/** The position up to which the feed has every event; -1 where nothing is known. */
export const feedReached = (readModels: Pick<ReadModels, 'status'>): number =>
  Number(readModels.status().find(({ name }) => name === feedProjection)?.position ?? -1)
