import { describe } from 'vitest'
import { activityExamples } from './feed/activity-examples.js'
import { pagingExamples } from './feed/paging-examples.js'
import { feedProperties } from './feed/feed-properties.js'
import type { MakeFeed } from './feed/feed-under-test.js'
import { intervalExamples } from './feed/interval-examples.js'
import { statsExamples } from './feed/stats-examples.js'

/**
 * What every feed must do, whatever it is built on: fixed examples, and random events and queries whose answers must be those of a plain
 * filter, sort and count over an array. `makeFeed` makes an empty feed; `store` adds events to it, in the order of their positions.
 */
export const feedContract = (name: string, makeFeed: MakeFeed): void => {
  describe(name, () => {
    activityExamples(makeFeed)
    pagingExamples(makeFeed)
    statsExamples(makeFeed)
    intervalExamples(makeFeed)
    feedProperties(makeFeed)
  })
}
