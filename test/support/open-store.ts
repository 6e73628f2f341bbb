import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type { AnnalsError } from '../../src/domain/errors.js'
import { openAnnals } from '../../src/main/open-annals.js'
import type { AnnalsOptions } from '../../src/main/annals-options.js'
import type { Annals } from '../../src/main/open-annals.js'
import { temporaryFolder } from './temporary-folder.js'

export interface Store {
  readonly annals: Annals
  readonly dataDir: string
  /** Closes it and opens the same folder again. */
  readonly reopen: (options?: Partial<AnnalsOptions>) => Promise<Store>
  readonly remove: () => Promise<void>
}

/** A store in a folder of its own, written on this thread. */
export const openStore = async (options: Partial<AnnalsOptions> = {}): Promise<Store> => {
  const folder = temporaryFolder()
  return openIn(folder.path, folder.remove, options)
}

const openIn = async (dataDir: string, remove: () => void, options: Partial<AnnalsOptions>): Promise<Store> => {
  const annals = await openAnnals({ dataDir, threads: 'in-thread', ...options })
  return {
    annals,
    dataDir,
    reopen: async (changed = {}) => {
      await annals.close()
      return openIn(dataDir, remove, { ...options, ...changed })
    },
    remove: async () => {
      await annals.close()
      remove()
    },
  }
}

/** The value of a use case that must succeed. */
export const right = async <A>(task: TaskEither<AnnalsError, A>): Promise<A> => {
  const result = await task()
  if (E.isRight(result)) return result.right
  throw new Error(`unexpected ${JSON.stringify(result.left)}`)
}

/** The error of a use case that must fail. */
export const left = async (task: TaskEither<AnnalsError, unknown>): Promise<AnnalsError> => {
  const result = await task()
  if (E.isLeft(result)) return result.left
  throw new Error(`unexpected success ${JSON.stringify(result.right)}`)
}
