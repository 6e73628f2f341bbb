import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type { AnnalsError } from '../domain/errors.js'
import type { WriteMetrics } from '../ports/metrics.js'
import type { Operations, Restored, Written } from './operations.js'

/** The same operations; what the writing ones end with is counted. What they store the log counts itself, a commit at a time. */
export const countedOperations = (operations: Operations, metrics: WriteMetrics): Operations => {
  const { emit, emitMany, recordState, restore, setCaptureRules } = operations
  const one = (written: Written | Restored): void => countOne(metrics, written)
  const many = (all: readonly Written[]): void => all.forEach(one)
  return {
    ...operations,
    emit: (tenant, input) => counted(metrics, emit(tenant, input), one),
    emitMany: (tenant, input) => counted(metrics, emitMany(tenant, input), many),
    recordState: (tenant, subject, input, match) => counted(metrics, recordState(tenant, subject, input, match), one),
    restore: (tenant, subject, input, match) => counted(metrics, restore(tenant, subject, input, match), one),
    setCaptureRules: (tenant, input, match) => counted(metrics, setCaptureRules(tenant, input, match), one),
  }
}

const counted =
  <A>(metrics: WriteMetrics, task: TaskEither<AnnalsError, A>, count: (answer: A) => void): typeof task =>
  async () => {
    const result = await task()
    if (E.isLeft(result)) metrics.refused(result.left._tag)
    else count(result.right)
    return result
  }

const countOne = (metrics: WriteMetrics, written: Written | Restored): void => {
  if ('duplicate' in written) {
    if (written.duplicate) metrics.duplicates(1)
  } else if ('changed' in written) metrics.unchanged(1)
  else if ('captured' in written) metrics.notCaptured(written.rule)
}
