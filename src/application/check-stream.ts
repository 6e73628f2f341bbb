import * as E from 'fp-ts/lib/Either.js'
import { canonicalize } from '../domain/canonical.js'
import type { StoredEvent } from '../domain/event.js'
import { decodeRecorded } from '../domain/stored-event.js'
import { parseStream } from '../domain/stream-name.js'
import { applyStored, emptyFold, stepOver } from '../domain/subject-fold.js'
import type { Fold } from '../domain/subject-fold.js'
import type { RecordedEvent } from '../ports/event-log.js'
import type { Hash } from '../ports/hash.js'

/** Something stored that does not say what it must, and which event it is about. */
export interface StreamBreach {
  readonly kind: 'undecodable' | 'delta' | 'recorded-at' | 'snapshot'
  readonly detail: string
  readonly stream: string
  readonly revision: number
  readonly position: number
}

/** What a snapshot says, small enough to keep for all of them. */
export interface SnapshotClaim {
  /** SHA-256 of the canonical form of the state. */
  readonly stateDigest: string
  readonly occurredAt: number
  readonly effectiveAt: number
  readonly recordedAt: number
}

export type ClaimsByVersion = ReadonlyMap<number, SnapshotClaim>

/**
 * Replays one stream from its first kept event: every event of Annals' own can be decoded, every delta applies, recordedAt never goes down, every snapshot equals the
 * replay. A stream that was cut off at its front is replayed from its next whole state on. @returns what takes the stream's events, one after another.
 */
export const streamCheck = (
  hash: Pick<Hash, 'sha256'>,
  stream: string,
  snapshots: ClaimsByVersion,
  onBreach: (breach: StreamBreach) => void,
): ((recorded: RecordedEvent) => void) => {
  const isChanges = parseStream(stream)?.kind === 'change'
  let fold: Fold | undefined = emptyFold
  let lastRecordedAt = ''
  return (recorded) => {
    const breach = (kind: StreamBreach['kind'], detail: string): void => {
      const { revision, position } = recorded
      onBreach({ kind, detail: `event ${recorded.id}: ${detail}`, stream, revision, position })
    }
    const decoded = decodeRecorded(recorded)
    if (decoded._tag === 'Foreign') {
      if (fold !== undefined) fold = stepOver(fold, recorded.revision) ?? fold
      return
    }
    if (decoded._tag === 'Undecodable') {
      breach('undecodable', decoded.reason)
      fold = undefined
      return
    }
    if (decoded.event.recordedAt < lastRecordedAt) breach('recorded-at', `was recorded before its predecessor`)
    lastRecordedAt = decoded.event.recordedAt
    if (!isChanges) return
    fold = follow(fold, decoded.event, (detail) => breach('delta', detail))
    const claim = fold === undefined ? undefined : snapshots.get(fold.version)
    if (fold !== undefined && claim !== undefined && !holds(hash, fold, claim)) {
      breach('snapshot', `the snapshot of version ${fold.version} is not what the replay gives`)
    }
  }
}

/** The state after the event; undefined where it is not known (after a breach, until the next whole state). */
const follow = (fold: Fold | undefined, event: StoredEvent, onMisfit: (detail: string) => void): Fold | undefined => {
  const whole = event.change?.kind === 'state'
  const cutOff = fold === emptyFold && event.revision > 0
  if ((fold === undefined || cutOff) && !whole) return undefined
  const before = fold === undefined || cutOff ? { ...emptyFold, version: event.revision - 1 } : fold
  const applied = applyStored(before, event)
  if (E.isRight(applied)) return applied.right
  onMisfit(`the change does not apply at ${applied.left.map((path) => `"${path}"`).join(', ')}`)
  return undefined
}

const holds = (hash: Pick<Hash, 'sha256'>, fold: Fold, claim: SnapshotClaim): boolean =>
  hash.sha256(canonicalize(fold.state)) === claim.stateDigest &&
  fold.occurredAt === claim.occurredAt &&
  fold.effectiveAt === claim.effectiveAt &&
  fold.recordedAt === claim.recordedAt
