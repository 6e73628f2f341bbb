import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import { openAnnalsReader } from '../../../src/main/open-annals-reader.js'
import type { Contestant } from './contestant.js'

/** The use cases on a data folder, as `annals activity` and a server have them. */
export const openAnnalsContestant = async (dataDir: string): Promise<Contestant> => {
  const { operations, close } = await openAnnalsReader({ dataDir })
  return {
    ask: (asked) => {
      switch (asked.kind) {
        case 'feed':
          return right(operations.activity(asked.query))
        case 'stats':
          return right(operations.stats(asked.query))
        case 'facets':
          return right(operations.facets(asked.query))
      }
    },
    close,
  }
}

const right = async <E, A>(task: TaskEither<E, A>): Promise<A> => {
  const result = await task()
  if (result._tag === 'Right') return result.right
  throw new Error(JSON.stringify(result.left))
}
