import * as E from 'fp-ts/lib/Either.js';
import type { AppendError } from '../../ports/event-log.js';
import type { AnswerMessage } from './write-answers.js';
import type { Stored, WriteRequest } from './write-request.js';
import type { WriterLink } from './writer-link.js';
/** What waits for the disk at most, beyond which requests are refused as `QueueFull`. */
export interface QueueBounds {
    readonly maxQueuedEvents: number;
    readonly maxQueuedBytes: number;
}
export interface WriteQueue {
    /** Takes a request, to be sent with all others of this turn of the event loop. Resolves once it is durable or refused. */
    readonly submit: (request: WriteRequest, size: {
        readonly events: number;
        readonly bytes: number;
    }) => Promise<Answer>;
    /** The answers to the oldest requests that were sent. */
    readonly answered: (message: AnswerMessage) => void;
    /** Fails what was sent and not answered. */
    readonly failSent: (reason: string) => void;
    /** Resolves once all that was taken is answered; nothing more is taken. */
    readonly drain: () => Promise<void>;
    readonly queued: () => {
        readonly events: number;
        readonly bytes: number;
    };
}
type Answer = E.Either<AppendError, Stored>;
export declare const createWriteQueue: (bounds: QueueBounds, link: () => Pick<WriterLink, "post">, onStored: (position: number) => void) => WriteQueue;
export {};
