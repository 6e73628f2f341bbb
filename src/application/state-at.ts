import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import type { AnnalsError } from '../domain/errors.js'
import { invalidInput } from '../domain/errors.js'
import type { Subject } from '../domain/event.js'
import { activityStream, changeStream } from '../domain/stream-name.js'
import type { Fold } from '../domain/subject-fold.js'
import { hasChanged } from '../domain/subject-fold.js'
import { formatTime } from '../domain/time.js'
import type { Snapshot } from '../ports/snapshot-store.js'
import { fromReadError } from './error-mapping.js'
import type { Operations, When } from './operations.js'
import { foldOfSnapshot, replay } from './replay.js'
import type { ReplayPorts } from './replay.js'

export interface StatePorts extends ReplayPorts {
  /** The subject's present state where it is held in memory and durable: saves the reading. */
  readonly settled?: ((tenant: string, subject: Subject) => Fold | undefined) | undefined
  /** See OwnedLog: which version a snapshot must have to stand for the present state while the log is out of reach. */
  readonly seenRevision?: ((stream: string) => number) | undefined
}

/** A subject's state now, at a version or at a time, as `Operations.stateAt` says. It comes from the log, so it has no lag. */
export const stateAt =
  (ports: StatePorts): Operations['stateAt'] =>
  (tenant, subject, when) =>
  async () => {
    const found = await foldAt(ports)(tenant, subject, when)
    if (E.isLeft(found)) return found
    const { version, state, occurredAt, recordedAt } = found.right
    return E.right({
      subject,
      version,
      state,
      deleted: state === null,
      occurredAt: formatTime(occurredAt),
      recordedAt: formatTime(recordedAt),
    })
  }

export const foldAt =
  (ports: StatePorts) =>
  async (tenant: string, subject: Subject, when: When): Promise<Either<AnnalsError, Fold>> => {
    switch (when._tag) {
      case 'Now': {
        const held = ports.settled?.(tenant, subject)
        return held !== undefined && hasChanged(held) ? E.right(held) : atVersion(ports, tenant, subject, undefined)
      }
      case 'Version':
        return Number.isSafeInteger(when.version) && when.version >= 0
          ? atVersion(ports, tenant, subject, when.version)
          : E.left(invalidInput('version', 'must be an integer from 0'))
      case 'At':
        return Number.isSafeInteger(when.at)
          ? atTime(ports, tenant, subject, when)
          : E.left(invalidInput('at', 'must be a time in whole milliseconds'))
    }
  }

const atVersion = async (
  ports: StatePorts,
  tenant: string,
  subject: Subject,
  version: number | undefined,
): Promise<Either<AnnalsError, Fold>> => {
  const read = await replay(ports)(tenant, subject, version ?? Number.MAX_SAFE_INTEGER)
  if (E.isLeft(read))
    return read.left._tag === 'Unavailable' ? fromSnapshot(ports, tenant, subject, version, read) : read
  const { fold, lastVersion } = read.right
  if (lastVersion < 0 || (version === undefined && !hasChanged(fold)))
    return E.left(await absence(ports, tenant, subject))
  if (version !== undefined && (fold.version !== version || !hasChanged(fold))) {
    return E.left({ _tag: 'VersionNotFound', subject, version, latest: lastVersion })
  }
  return E.right(fold)
}

/** Without the log: a snapshot of the very version. Versions never change, so it is as good as a replay; for the present one the last that was seen must be it. */
const fromSnapshot = async (
  { snapshots, seenRevision }: StatePorts,
  tenant: string,
  subject: Subject,
  version: number | undefined,
  unavailable: Either<AnnalsError, never>,
): Promise<Either<AnnalsError, Fold>> => {
  const stream = changeStream(tenant, subject)
  const wanted = version ?? seenRevision?.(stream) ?? -1
  const found = wanted < 0 ? undefined : await snapshots.nearest(stream, wanted)()
  if (found === undefined || E.isLeft(found) || found.right?.version !== wanted) return unavailable
  return E.right(foldOfSnapshot(found.right))
}

const atTime = async (
  ports: StatePorts,
  tenant: string,
  subject: Subject,
  when: Extract<When, { _tag: 'At' }>,
): Promise<Either<AnnalsError, Fold>> => {
  const timeOf = (version: { readonly effectiveAt: number; readonly recordedAt: number }): number =>
    when.by === 'recorded' ? version.recordedAt : version.effectiveAt
  const start = await lastSnapshotBy(ports, changeStream(tenant, subject), (snapshot) => timeOf(snapshot) <= when.at)
  if (E.isLeft(start)) return start
  const inTime = (version: { readonly effectiveAt: number; readonly recordedAt: number }): boolean =>
    timeOf(version) <= when.at
  const read = await replay(ports)(tenant, subject, Number.MAX_SAFE_INTEGER, inTime, start.right ?? 'beginning')
  if (E.isLeft(read)) return read
  if (read.right.lastVersion < 0) return E.left(await absence(ports, tenant, subject))
  return !hasChanged(read.right.fold)
    ? E.left({ _tag: 'NoVersionAt', subject, at: formatTime(when.at) })
    : E.right(read.right.fold)
}

/**
 * The newest snapshot that is in time, by halving the versions: both times never go down from version to version.
 * `undefined` where none is, which means: replay from the beginning.
 */
const lastSnapshotBy = async (
  ports: StatePorts,
  stream: string,
  inTime: (snapshot: Snapshot) => boolean,
): Promise<Either<AnnalsError, Snapshot | undefined>> => {
  let best: Snapshot | undefined
  let low = 0
  let high: number | undefined
  for (;;) {
    const middle = high === undefined ? Number.MAX_SAFE_INTEGER : Math.floor((low + high) / 2)
    const found = await ports.snapshots.nearest(stream, middle)()
    if (E.isLeft(found)) return E.left(fromReadError(found.left))
    const snapshot = found.right
    if (snapshot !== undefined && snapshot.version >= low) {
      if (inTime(snapshot)) {
        best = snapshot
        low = middle + 1
      } else high = snapshot.version - 1
    } else if (high === undefined) return E.right(best)
    else low = middle + 1
    if (high === undefined || low > high) return E.right(best)
  }
}

/** Why there is no state: the subject is not known at all, or it has activities only. */
const absence = async (ports: StatePorts, tenant: string, subject: Subject): Promise<AnnalsError> => {
  const activities = await ports.eventLog.readStream(activityStream(tenant, subject), {
    direction: 'backwards',
    limit: 1,
  })()
  return E.isRight(activities) && activities.right.lastRevision >= 0
    ? { _tag: 'NoState', subject }
    : { _tag: 'SubjectNotFound', subject }
}
