import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type { EventLogReader, RecordedEvent } from '../../ports/event-log.js'
import type { IdSource } from '../../ports/id-source.js'
import { compareLogs } from './compare-logs.js'
import type { CompareDeps } from './compare-logs.js'
import { classOf } from './copied-streams.js'
import { CopyEnded } from './copy-failure.js'
import type { CopyFailure } from './copy-failure.js'
import type { CopyOptions, CopyReport, Verification } from './copy-report.js'
import type { EventDigest } from './log-sums.js'
import { standInsFor } from './stand-ins.js'
import { readPatiently } from './walk-log.js'
import { placeholderEnds } from './placeholder-ends.js'

export interface VerifyDeps {
  readonly source: EventLogReader
  readonly target: EventLogReader
  readonly ids: Pick<IdSource, 'derive'>
  readonly digest: EventDigest
  readonly patienceMs: number
}

/** Compares two logs as they are now, reading only: see `compareLogs`. */
export const verifyCopy =
  (deps: VerifyDeps) =>
  (options: Omit<CopyOptions, 'parallel'>): TaskEither<CopyFailure, CopyReport> =>
  async () => {
    const { source, target, patienceMs } = deps
    if (source.logId === target.logId) return E.left({ _tag: 'SameLog' })
    const patience = { patienceMs, signal: options.signal }
    try {
      const end = await readPatiently('source', patience, source.head())
      const verified = await verifyWith(
        { ...deps, patience, standIns: standInsFor(source.logId, deps.ids) },
        end,
        options,
      )
      return E.right({ from: source.logId, to: target.logId, copied: 0, ...verified })
    } catch (error) {
      if (error instanceof CopyEnded) return E.left(error.failure)
      throw error
    }
  }

/** @param end of the source. @throws CopyEnded */
export const verifyWith = async (
  deps: Omit<CompareDeps, 'onProgress'>,
  end: number,
  { onProgress, onNotice }: Pick<CopyOptions, 'onProgress' | 'onNotice'>,
): Promise<Verification> => {
  const counts = { tombstoned: 0, softlyDeleted: 0, filled: 0, uncovered: 0 }
  const metadataOf = (stream: string) => readPatiently('target', deps.patience, deps.target.streamMetadata(stream))
  const look = async (event: RecordedEvent): Promise<void> => {
    const what = classOf(event)
    if (what === 'tombstone') {
      counts.tombstoned += 1
      onNotice({ _tag: 'Tombstoned', stream: event.stream })
    }
    if (what !== 'metadata' || !mayDelete(event)) return
    const stream = event.stream.slice(2)
    const present = await metadataOf(stream)
    if (present.revision !== event.revision || present.tombstoned) return
    if (present.truncateBefore !== Number.MAX_SAFE_INTEGER) return
    counts.softlyDeleted += 1
    onNotice({ _tag: 'SoftlyDeleted', stream })
  }
  const comparison = await compareLogs({ ...deps, onProgress }, end, look)
  if (comparison.target.placeholders > 0)
    for await (const { stream, last } of placeholderEnds(deps, () => undefined)) {
      const { tombstoned, truncateBefore = 0 } = await metadataOf(stream)
      const covered = tombstoned || truncateBefore > last
      counts[covered ? 'filled' : 'uncovered'] += 1
      onNotice({ _tag: covered ? 'Filled' : 'Uncovered', stream, last })
    }
  return { ...comparison, ...counts }
}

/** Most metadata cuts nothing off: it need not be asked whether it is the last of its stream. */
const mayDelete = ({ data }: RecordedEvent): boolean => new TextDecoder().decode(data).includes('"$tb"')
