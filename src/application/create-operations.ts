import * as E from 'fp-ts/lib/Either.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import { decodeSubject } from '../domain/codecs/subject.js'
import type { AnnalsError } from '../domain/errors.js'
import type { Subject } from '../domain/event.js'
import type { SubjectRulesByType } from '../domain/subject-rules.js'
import type { Clock } from '../ports/clock.js'
import type { EventLog, EventLogReader } from '../ports/event-log.js'
import type { Hash } from '../ports/hash.js'
import type { IdSource } from '../ports/id-source.js'
import type { ReadModels } from '../ports/read-models.js'
import type { SnapshotStore } from '../ports/snapshot-store.js'
import type { UnchangedMemory } from '../ports/unchanged-memory.js'
import { captureRules, setCaptureRules } from './capture/capture-rules.js'
import { diffVersions } from './diff-versions.js'
import { emit } from './emit.js'
import { emitMany } from './emit-many.js'
import { exportActivity } from './export-activity.js'
import { history } from './history.js'
import { live } from './live/live.js'
import type { Operations } from './operations.js'
import { readProjections } from './read-projections.js'
import { recordState } from './record-state.js'
import { restore } from './restore.js'
import { stateAt } from './state-at.js'
import { writeContext } from './write-context.js'
import { createWriter } from './writer.js'

export interface ReadPorts {
  readonly eventLog: EventLogReader
  readonly snapshots: SnapshotStore
  readonly readModels: ReadModels
  readonly rules: SubjectRulesByType
  /** The log's end when it was opened. */
  readonly headAtOpen: number
  /** Aborted when the store closes: live streams then end. */
  readonly closing?: AbortSignal
}

export interface Ports extends ReadPorts {
  readonly eventLog: EventLog
  readonly unchangedMemory: UnchangedMemory
  readonly clock: Clock
  readonly ids: IdSource
  readonly hash: Hash
  /** No event is recorded earlier than this (ms since the epoch): when the log stored its last one. */
  readonly recordedAtFloor: number
  /** Why the log takes no appends at present; undefined where it does. */
  readonly appendTrouble?: () => string | undefined
  /** See OwnedLog. */
  readonly seenRevision?: ((stream: string) => number) | undefined
}

/** What is told of a store that is open for writing alone. */
type OfOwner = 'status' | 'storeStatus'
export type ReadOperations = Omit<
  Operations,
  'emit' | 'emitMany' | 'recordState' | 'restore' | 'setCaptureRules' | OfOwner
>

/** Enough for the busy subjects of a busy store; the objects of 8 MiB of JSON take some 40 MB. */
const presentStatesLimits = { maxStates: 20_000, maxBytes: 8 * 1024 * 1024 }

/** What the use cases and every other door to the log share; made once for each open store. */
export const storeWriteContext = (
  ports: Pick<Ports, 'eventLog' | 'snapshots' | 'recordedAtFloor' | 'seenRevision'>,
): ReturnType<typeof writeContext> => writeContext(ports, presentStatesLimits, ports.recordedAtFloor)

export const createOperations = (ports: Ports, context = storeWriteContext(ports)): Omit<Operations, OfOwner> => {
  const writer = createWriter(ports, context)
  const writing = { ...ports, writer, settled: writer.settled }
  return {
    ...createReadOperations(ports),
    stateAt: ofSubject(stateAt(writing)),
    emit: emit(writing),
    emitMany: emitMany(writing),
    recordState: ofSubject(recordState(writing)),
    restore: ofSubject(restore(writing)),
    captureRules: captureRules(writing),
    setCaptureRules: setCaptureRules(writing),
  }
}

/** What can be asked beside the owner of a data folder. */
export const createReadOperations = (ports: ReadPorts & Pick<Ports, 'appendTrouble'>): ReadOperations => ({
  logId: ports.eventLog.logId,
  stateAt: ofSubject(stateAt(ports)),
  captureRules: captureRules(ports),
  history: ofSubject(history(ports)),
  diff: ofSubject(diffVersions(ports)),
  ...readProjections(ports),
  live: live(ports),
  exportActivity: exportActivity(ports),
})

/** Streams are named after their subject: one that is no valid name could be another tenant's. */
const ofSubject =
  <More extends unknown[], A>(
    use: (tenant: string, subject: Subject, ...more: More) => TaskEither<AnnalsError, A>,
  ): typeof use =>
  (tenant, subject, ...more) => {
    const decoded = decodeSubject(subject)
    if (E.isRight(decoded)) return use(tenant, decoded.right, ...more)
    const issues = decoded.left.map(({ field, message }) => ({ field: `/subject${field}`, message }))
    return TE.left({ _tag: 'InvalidInput', issues })
  }
