import type { EventLogReader } from '../ports/event-log.js';
import type { ReadModels } from '../ports/read-models.js';
import type { Operations } from './operations.js';
export interface ReadProjectionsPorts {
    readonly eventLog: Pick<EventLogReader, 'findById' | 'head'>;
    readonly readModels: ReadModels;
    /** The log's end when it was opened: a store is ready once every projection has got there. */
    readonly headAtOpen: number;
}
type ProjectionReads = Pick<Operations, 'eventById' | 'activity' | 'stats' | 'subjects' | 'transaction' | 'projectionRows' | 'projections' | 'rebuild' | 'waitFor' | 'readiness'>;
/** The questions that the projections answer, and how far they are. */
export declare const readProjections: (ports: ReadProjectionsPorts) => ProjectionReads;
export {};
