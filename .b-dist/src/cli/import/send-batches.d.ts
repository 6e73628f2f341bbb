import type { EventInput } from '../../domain/event.js';
import type { Writing } from '../source.js';
export interface NumberedEvent {
    readonly line: number;
    readonly event: EventInput;
    /** Of the line, for the size of a batch. */
    readonly bytes: number;
}
export interface SendCounts {
    appended: number;
    duplicates: number;
    unchanged: number;
}
export interface BatchSender {
    /** Waits while the batch before is under way, so that at most two are held. Rejects once the store has failed. */
    readonly add: (event: NumberedEvent) => Promise<void> | undefined;
    readonly flush: () => Promise<void>;
}
/**
 * Sends events in their order, a batch at a time, the next one being filled meanwhile. A batch is stored whole or not at all and nothing is sent behind a
 * failed one: so no event is ever stored before one that stands ahead of it in the file, and a second run takes up where this one ended.
 * A batch in which an event is refused is sent again one by one.
 */
export declare const sendBatches: (writing: Pick<Writing, "emit" | "emitMany">, counts: SendCounts, onRefused: (line: number, message: string) => void) => BatchSender;
