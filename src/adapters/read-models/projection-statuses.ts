import type { ProjectionStatus } from '../../ports/read-models.js'
import type { BuildJob } from './build-job.js'
import type { StoredProjection } from './read-model-file.js'

export interface StatusSources {
  /** Those that run in this program, by their present definitions. */
  readonly known: readonly { readonly name: string; readonly version: number }[]
  readonly stored: ReadonlyMap<string, StoredProjection>
  readonly head: number
  readonly caughtUp: boolean
  /** The log cannot be read now. */
  readonly stalled: string | undefined
  readonly job: Pick<BuildJob, 'targets' | 'progress'> | undefined
  /** What builds have failed with since this program was started. */
  readonly failures: ReadonlyMap<string, { readonly position: number; readonly error: string }>
}

export const projectionStatuses = (sources: StatusSources): readonly ProjectionStatus[] =>
  sources.known.map((known) => statusOf(sources, known))

const statusOf = (sources: StatusSources, { name, version }: { readonly name: string; readonly version: number }) => {
  const stored = sources.stored.get(name)
  const job = sources.job?.targets.includes(name) === true ? sources.job : undefined
  const failure = sources.failures.get(name)
  const usable = stored?.version === version ? stored : undefined
  const position = usable?.position ?? failure?.position ?? -1
  const error = usable?.error ?? failure?.error ?? sources.stalled
  const state: ProjectionStatus['state'] =
    job !== undefined
      ? 'rebuilding'
      : usable?.error !== undefined || usable === undefined
        ? 'failed'
        : sources.caughtUp
          ? 'live'
          : 'catching-up'
  return {
    name,
    version,
    state,
    position: String(position),
    lag: Math.max(0, sources.head - position),
    undecodable: usable?.undecodable ?? 0,
    ...(usable?.lastUndecodable === undefined ? {} : { lastUndecodable: usable.lastUndecodable }),
    ...(error === undefined ? {} : { error }),
    ...(job === undefined ? {} : { rebuild: rebuildOf(job.progress()) }),
    ...(usable?.lastRebuild === undefined ? {} : { lastRebuild: usable.lastRebuild }),
  }
}

const rebuildOf = ({ position, target }: ReturnType<BuildJob['progress']>) => ({
  position: String(position),
  target: String(target),
  fraction: target < 0 ? 0 : Math.min(1, (position + 1) / (target + 1)),
})
