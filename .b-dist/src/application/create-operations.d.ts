import type { SubjectRulesByType } from '../domain/subject-rules.js';
import type { Clock } from '../ports/clock.js';
import type { EventLog, EventLogReader } from '../ports/event-log.js';
import type { Hash } from '../ports/hash.js';
import type { IdSource } from '../ports/id-source.js';
import type { ReadModels } from '../ports/read-models.js';
import type { SnapshotStore } from '../ports/snapshot-store.js';
import type { UnchangedMemory } from '../ports/unchanged-memory.js';
import type { Operations } from './operations.js';
export interface ReadPorts {
    readonly eventLog: EventLogReader;
    readonly snapshots: SnapshotStore;
    readonly readModels: ReadModels;
    readonly rules: SubjectRulesByType;
    /** The log's end when it was opened. */
    readonly headAtOpen: number;
}
export interface Ports extends ReadPorts {
    readonly eventLog: EventLog;
    readonly unchangedMemory: UnchangedMemory;
    readonly clock: Clock;
    readonly ids: IdSource;
    readonly hash: Hash;
    /** No event is recorded earlier than this (ms since the epoch): when the log stored its last one. */
    readonly recordedAtFloor: number;
}
export type ReadOperations = Omit<Operations, 'emit' | 'emitMany' | 'recordState' | 'restore'>;
export declare const createOperations: (ports: Ports) => Operations;
/** What can be asked beside the owner of a data folder. */
export declare const createReadOperations: (ports: ReadPorts) => ReadOperations;
