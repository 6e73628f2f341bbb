import type { LogCore } from './log-core.js';
import type { AnswerMessage } from './write-answers.js';
/** What one commit takes at most (but always one request whole). */
export declare const batchEventsMax = 512;
export declare const batchBytesMax: number;
export interface BatchWriter {
    /**
     * Writes the packed requests, and all that `more` still has, in as few commits as their bounds allow; answers each commit as soon as it is durable,
     * in the order of the requests.
     */
    readonly write: (packed: ArrayBuffer, more: () => ArrayBuffer | undefined) => void;
}
export declare const createBatchWriter: (core: LogCore, answer: (message: AnswerMessage) => void) => BatchWriter;
