import type { SubjectRulesByType } from '../domain/subject-rules.js'
import type { Clock } from '../ports/clock.js'
import type { EventLog, EventLogReader } from '../ports/event-log.js'
import type { Hash } from '../ports/hash.js'
import type { IdSource } from '../ports/id-source.js'
import type { ReadModels } from '../ports/read-models.js'
import type { SnapshotStore } from '../ports/snapshot-store.js'
import type { UnchangedMemory } from '../ports/unchanged-memory.js'
import { diffVersions } from './diff-versions.js'
import { emit } from './emit.js'
import { emitMany } from './emit-many.js'
import { history } from './history.js'
import type { Operations } from './operations.js'
import { readProjections } from './read-projections.js'
import { recordState } from './record-state.js'
import { restore } from './restore.js'
import { stateAt } from './state-at.js'
import { createWriter } from './writer.js'

export interface ReadPorts {
  readonly eventLog: EventLogReader
  readonly snapshots: SnapshotStore
  readonly readModels: ReadModels
  readonly rules: SubjectRulesByType
  /** The log's end when it was opened. */
  readonly headAtOpen: number
}

export interface Ports extends ReadPorts {
  readonly eventLog: EventLog
  readonly unchangedMemory: UnchangedMemory
  readonly clock: Clock
  readonly ids: IdSource
  readonly hash: Hash
  /** No event is recorded earlier than this (ms since the epoch): when the log stored its last one. */
  readonly recordedAtFloor: number
}

export type ReadOperations = Omit<Operations, 'emit' | 'emitMany' | 'recordState' | 'restore'>

/** Enough for the busy subjects of a busy store; the objects of 8 MiB of JSON take some 40 MB. */
const presentStatesLimits = { maxStates: 20_000, maxBytes: 8 * 1024 * 1024 }

export const createOperations = (ports: Ports): Operations => {
  const writer = createWriter(ports, presentStatesLimits, ports.recordedAtFloor)
  const writing = { ...ports, writer, settled: writer.settled }
  return {
    ...createReadOperations(ports),
    stateAt: stateAt(writing),
    emit: emit(writing),
    emitMany: emitMany(writing),
    recordState: recordState(writing),
    restore: restore(writing),
  }
}

/** What can be asked beside the owner of a data folder. */
export const createReadOperations = (ports: ReadPorts): ReadOperations => ({
  logId: ports.eventLog.logId,
  stateAt: stateAt(ports),
  history: history(ports),
  diff: diffVersions(ports),
  ...readProjections(ports),
})
