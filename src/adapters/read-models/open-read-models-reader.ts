import { setTimeout as sleep } from 'node:timers/promises'
import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type { QueryError, ReadModels } from '../../ports/read-models.js'
import { openFileReader } from './file-reader.js'
import type { FileReader } from './file-reader.js'
import { currentFile } from './model-files.js'
import { projectionStatuses } from './projection-statuses.js'

const pollMs = 20

/**
 * Reads the read models of a data folder beside its owner, or without one: as far as they were made. Where there are none, queries answer
 * `ReadModelUnavailable`; a rebuild that the owner makes is followed.
 */
export const openReadModelsReader = (options: {
  readonly dataDir: string
  /** How much of the feed index queries keep in memory. */
  readonly indexMaxBytes: number
}): ReadModels & { readonly close: () => Promise<void> } => {
  const { dataDir, indexMaxBytes } = options
  let reader: FileReader | undefined
  let closed = false

  const present = (): FileReader | undefined => {
    const file = closed ? undefined : currentFile(dataDir)
    if (file === reader?.file) return reader
    reader?.close()
    reader = undefined
    if (file !== undefined) reader = openFileReader(dataDir, file, indexMaxBytes)
    return reader
  }

  const ask =
    <Query extends unknown[], A>(query: (reader: FileReader) => (...args: Query) => TaskEither<QueryError, A>) =>
    (...args: Query): TaskEither<QueryError, A> =>
    () => {
      try {
        const open = present()
        if (open !== undefined) return query(open)(...args)()
        return Promise.resolve(E.left(unavailable('there are no read models yet; the owner of the folder makes them')))
      } catch (error) {
        return Promise.resolve(E.left(unavailable((error as Error).message)))
      }
    }

  const stored = () => present()?.projections() ?? new Map<string, never>()
  const reached = (): number => {
    const running = [...stored().values()].filter(({ active, error }) => active && error === undefined)
    return running.length === 0 ? -1 : Math.min(...running.map(({ position }) => position))
  }

  return {
    activity: ask(({ queries }) => queries.activity),
    stats: ask(({ queries }) => queries.stats),
    facets: ask(({ queries }) => queries.facets),
    subjects: ask(({ queries }) => queries.subjects),
    transaction: ask(({ queries }) => queries.transaction),
    calls: ask(({ queries }) => queries.calls),
    rows: ask(({ queries }) => queries.rows),
    feedIndexSize: ask(({ queries }) => queries.feedIndexSize),
    status: () => {
      const found = stored()
      const known = [...found.values()].filter(({ active }) => active)
      const head = Math.max(-1, ...known.map(({ position }) => position))
      return projectionStatuses({
        known,
        stored: found,
        head,
        caughtUp: true,
        stalled: undefined,
        job: undefined,
        failures: new Map(),
      })
    },
    waitFor: async (position, timeoutMs) => {
      const endsAt = performance.now() + timeoutMs
      while (reached() < position) {
        if (closed || performance.now() >= endsAt) return false
        await sleep(pollMs)
      }
      return true
    },
    rebuild: () => () => Promise.resolve(E.left(unavailable('only the owner of the folder rebuilds'))),
    close: () => {
      closed = true
      reader?.close()
      reader = undefined
      return Promise.resolve()
    },
  }
}

const unavailable = (reason: string): QueryError => ({ _tag: 'ReadModelUnavailable', reason })
