import { feedContract } from '../../../contract/feed.contract.js'
import { readModelUnderTest } from './read-model-under-test.js'

feedContract('the feed on plain tables', () => {
  const { queries, store, close } = readModelUnderTest()
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
