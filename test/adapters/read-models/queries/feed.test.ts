import { feedContract } from '../../../contract/feed.contract.js'
import { builtIn, readModelUnderTest } from './read-model-under-test.js'

// All in the tail, and in segments so small that they are made and merged all the time.
for (const segmentRows of [undefined, 1, 5]) {
  feedContract(`the feed index, ${segmentRows ?? 'many'} events a segment`, () => {
    const { queries, store, close } = readModelUnderTest(builtIn, segmentRows)
    return Promise.resolve({
      feed: queries,
      store: (events) => {
        store(events)
        return Promise.resolve()
      },
      close: () => {
        close()
        return Promise.resolve()
      },
    })
  })
}
