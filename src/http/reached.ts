import * as TE from 'fp-ts/lib/TaskEither.js'
import type { Operations } from '../application/operations.js'
import type { AnnalsError } from '../domain/errors.js'

/** Runs a read of projections, where `after` is given only once they have reached that position (503 otherwise), so that writers can read what they wrote. */
export const onceReached = <A>(
  operations: Pick<Operations, 'waitFor'>,
  after: number | undefined,
  read: () => TE.TaskEither<AnnalsError, A>,
): TE.TaskEither<AnnalsError, A> => (after === undefined ? read() : TE.flatMap(read)(operations.waitFor(after)))
