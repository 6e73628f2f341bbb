import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import type { AnnalsError } from '../domain/errors.js'
import type { Subject } from '../domain/event.js'
import type { State } from '../domain/json.js'
import { decodeRecorded } from '../domain/stored-event.js'
import { changeStream } from '../domain/stream-name.js'
import { applyStored, emptyFold, stepOver } from '../domain/subject-fold.js'
import type { Fold } from '../domain/subject-fold.js'
import type { EventLogReader, RecordedEvent, StreamSlice } from '../ports/event-log.js'
import type { Snapshot, SnapshotStore } from '../ports/snapshot-store.js'
import { fromReadError } from './error-mapping.js'
import { parseTime } from '../domain/time.js'

export interface ReplayPorts {
  readonly eventLog: Pick<EventLogReader, 'readStream'>
  readonly snapshots: SnapshotStore
}

/** A snapshot is kept after every so many changes, so that no read replays more. */
export const snapshotInterval = 32

export const isSnapshotVersion = (version: number): boolean => version > 0 && version % snapshotInterval === 0

/** How far a replay goes: it stops before the first event for which this is false. */
export type Until = (event: {
  readonly version: number
  readonly effectiveAt: number
  readonly recordedAt: number
}) => boolean

export interface Replayed {
  readonly fold: Fold
  /** The stream's last version, -1 where there has never been a change. */
  readonly lastVersion: number
  /** The bytes of JSON that the state was made of, roughly its size. */
  readonly bytes: number
}

const pageSize = 256

/**
 * The state of a subject after the last of its changes, up to `maxVersion`, for which `until` holds: nearest snapshot (or the given one), then the changes after it.
 * A snapshot that disagrees with the log (of another history, say) is left aside.
 */
export const replay =
  (ports: ReplayPorts) =>
  async (
    tenant: string,
    subject: Subject,
    maxVersion: number,
    until?: Until,
    start: Snapshot | 'beginning' | 'nearest' = 'nearest',
  ): Promise<Either<AnnalsError, Replayed>> => {
    const stream = changeStream(tenant, subject)
    if (start === 'nearest' && maxVersion === Number.MAX_SAFE_INTEGER && until === undefined) {
      // The present state stands on the last event in any case. A stream too short for a snapshot need not be looked up among them.
      const read = await ports.eventLog.readStream(stream, { direction: 'backwards', limit: 1 })()
      if (E.isLeft(read)) return E.left(fromReadError(read.left))
      if (read.right.lastRevision < 0) return neverChanged
      if (read.right.lastRevision < snapshotInterval) start = 'beginning'
    }
    const snapshot = start === 'nearest' ? await nearestSnapshot(ports, stream, maxVersion) : start
    if (snapshot !== 'beginning') {
      const fromSnapshot = await replayFrom(ports, subject, stream, snapshot, maxVersion, until)
      if (fromSnapshot !== 'snapshot-disagrees') return fromSnapshot
    }
    const whole = await replayFrom(ports, subject, stream, undefined, maxVersion, until)
    if (whole === 'snapshot-disagrees') throw new Error('a replay without a snapshot cannot disagree with one')
    return whole
  }

const neverChanged: Either<never, Replayed> = E.right({ fold: emptyFold, lastVersion: -1, bytes: 0 })

const nearestSnapshot = async (
  ports: ReplayPorts,
  stream: string,
  maxVersion: number,
): Promise<Snapshot | 'beginning'> => {
  if (maxVersion < snapshotInterval) return 'beginning'
  const found = await ports.snapshots.nearest(stream, maxVersion)()
  return E.isRight(found) && found.right !== undefined ? found.right : 'beginning'
}

const replayFrom = async (
  ports: ReplayPorts,
  subject: Subject,
  stream: string,
  snapshot: Snapshot | undefined,
  maxVersion: number,
  until: Until | undefined,
): Promise<Either<AnnalsError, Replayed> | 'snapshot-disagrees'> => {
  let fold: Fold = snapshot === undefined ? emptyFold : foldOfSnapshot(snapshot)
  let bytes = snapshot === undefined ? 0 : snapshot.state.length
  let fromRevision = snapshot === undefined ? 0 : snapshot.version
  let confirmed = snapshot === undefined
  for (;;) {
    const limit = Math.min(pageSize, Math.max(1, maxVersion - fromRevision + 1))
    const read = await ports.eventLog.readStream(stream, { direction: 'forwards', fromRevision, limit })()
    if (E.isLeft(read)) return E.left(fromReadError(read.left))
    const slice: StreamSlice = read.right
    for (const recorded of slice.events) {
      if (recorded.revision > maxVersion) {
        // What was asked for lies before all that is kept.
        if (fold.version < maxVersion) return E.left(purged(subject, recorded.revision))
        return E.right({ fold, lastVersion: slice.lastRevision, bytes })
      }
      const decoded = decodeRecorded(recorded)
      if (decoded._tag === 'Undecodable') return E.left(corrupt(recorded, 'is no event that can be decoded'))
      if (!confirmed) {
        if (decoded._tag === 'Foreign') return 'snapshot-disagrees'
        confirmed = true
        const cutOffThere = slice.firstRevision === fold.version + 1 && recorded.revision === slice.firstRevision
        if (!cutOffThere && !agrees(fold, recorded.revision, decoded.event.recordedAt)) return 'snapshot-disagrees'
        if (!cutOffThere) continue
      }
      if (recorded.revision > fold.version + 1) return E.left(purged(subject, recorded.revision))
      if (decoded._tag === 'Foreign') {
        fold = stepOver(fold, recorded.revision) ?? fold
        continue
      }
      const applied = applyStored(fold, decoded.event)
      if (E.isLeft(applied)) return E.left(corrupt(recorded, `does not apply at ${applied.left.join(', ')}`))
      if (until !== undefined && !until(applied.right)) return E.right({ fold, lastVersion: slice.lastRevision, bytes })
      fold = applied.right
      bytes = decoded.event.change?.kind === 'state' ? recorded.data.length : bytes + recorded.data.length
    }
    if (!confirmed) return 'snapshot-disagrees'
    fromRevision = fold.version + 1
    if (fold.version >= slice.lastRevision || fold.version >= maxVersion) {
      return E.right({ fold, lastVersion: slice.lastRevision, bytes })
    }
    if (slice.events.length === 0) return E.left(purged(subject, slice.firstRevision))
  }
}

export const foldOfSnapshot = (snapshot: Snapshot): Fold => ({
  version: snapshot.version,
  state: JSON.parse(snapshot.state) as State | null,
  occurredAt: snapshot.occurredAt,
  effectiveAt: snapshot.effectiveAt,
  recordedAt: snapshot.recordedAt,
})

export const snapshotOf = (stream: string, fold: Fold): Snapshot => ({
  stream,
  version: fold.version,
  state: JSON.stringify(fold.state),
  effectiveAt: fold.effectiveAt,
  occurredAt: fold.occurredAt,
  recordedAt: fold.recordedAt,
})

const agrees = (fold: Fold, revision: number, recordedAt: string): boolean =>
  fold.version === revision && fold.recordedAt === parseTime(recordedAt)

const corrupt = (recorded: RecordedEvent, detail: string): AnnalsError => ({
  _tag: 'Corrupt',
  detail: `the event ${recorded.id} ${detail}`,
  stream: recorded.stream,
  revision: recorded.revision,
})

const purged = (subject: Subject, firstVersion: number): AnnalsError => ({ _tag: 'Purged', subject, firstVersion })
