import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type { AnnalsError } from '../domain/errors.js'
import { errorText } from '../domain/errors.js'

/** What the in-process operations reject with: `error` says what went wrong, by its `_tag`. */
export class AnnalsFailure extends Error {
  readonly error: AnnalsError
  constructor(error: AnnalsError) {
    super(errorText(error))
    this.name = 'AnnalsFailure'
    this.error = error
  }
}

/** Runs it: resolves to its value, rejects with an AnnalsFailure. */
export const orThrow = async <A>(task: TaskEither<AnnalsError, A>): Promise<A> => {
  const result = await task()
  if (E.isRight(result)) return result.right
  throw new AnnalsFailure(result.left)
}
