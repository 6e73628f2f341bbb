import type { EventLogReader } from '../ports/event-log.js';
import type { Operations } from './operations.js';
export interface HistoryPorts {
    readonly eventLog: Pick<EventLogReader, 'readStream'>;
}
/** One subject's changes, or changes and activities in the order of the log, straight from its streams. */
export declare const history: (ports: HistoryPorts) => Operations["history"];
