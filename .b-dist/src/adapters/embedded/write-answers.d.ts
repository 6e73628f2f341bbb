import type { AppendError } from '../../ports/event-log.js';
import type { WriteAnswer } from './write-request.js';
/**
 * The answers to the oldest requests, in their order, in one message: for each request its position, the number of its streams, and a first and last revision for each;
 * a request that failed has the position -1 and its error in `errors`.
 */
export interface AnswerMessage {
    readonly count: number;
    readonly numbers: Float64Array<ArrayBuffer>;
    readonly errors: readonly AppendError[];
}
export declare const packAnswers: (answers: readonly WriteAnswer[]) => AnswerMessage;
export declare function unpackAnswers({ count, numbers, errors }: AnswerMessage): Generator<WriteAnswer>;
