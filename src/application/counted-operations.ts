import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type { AnnalsError } from '../domain/errors.js'
import type { WriteMetrics } from '../ports/metrics.js'
import type { Operations, Restored, Written } from './operations.js'
import type { RecentWrites, WriteOperation } from './write-report.js'

type Writing = Pick<Operations, WriteOperation>

/** The writing operations; what they end with is counted. What the log makes durable it counts itself, a commit at a time. */
export const countedOperations = <Some extends Writing>(
  operations: Some,
  metrics: WriteMetrics,
  recent: RecentWrites,
): Some => {
  const { emit, emitMany, recordState, restore, setCaptureRules } = operations
  const counted =
    <A>(
      tenant: string,
      operation: WriteOperation,
      task: TaskEither<AnnalsError, A>,
      all: (answer: A) => readonly (Written | Restored)[],
    ): TaskEither<AnnalsError, A> =>
    async () => {
      const result = await task()
      if (E.isLeft(result)) {
        metrics.refused(result.left._tag)
        recent.refused(tenant, operation, result.left)
      } else for (const written of all(result.right)) countOne(metrics, recent, tenant, written)
      return result
    }
  const one = (written: Written | Restored) => [written]
  return {
    ...operations,
    emit: (tenant, input) => counted(tenant, 'emit', emit(tenant, input), one),
    emitMany: (tenant, input) => counted(tenant, 'emitMany', emitMany(tenant, input), (all) => all),
    recordState: (tenant, subject, input, match) =>
      counted(tenant, 'recordState', recordState(tenant, subject, input, match), one),
    restore: (tenant, subject, input, match) => counted(tenant, 'restore', restore(tenant, subject, input, match), one),
    setCaptureRules: (tenant, input, match) =>
      counted(tenant, 'setCaptureRules', setCaptureRules(tenant, input, match), one),
  } satisfies Some
}

const countOne = (metrics: WriteMetrics, recent: RecentWrites, tenant: string, written: Written | Restored): void => {
  if ('duplicate' in written) {
    if (written.duplicate) metrics.duplicates(1)
    recent.wrote(tenant, written.duplicate ? 'duplicates' : 'stored')
  } else if ('changed' in written) {
    metrics.unchanged(1)
    recent.wrote(tenant, 'unchanged')
  } else if ('captured' in written) {
    metrics.notCaptured(written.rule)
    recent.wrote(tenant, 'notCaptured')
  }
}
