import type { Request, Response } from 'express';
import type { Operations } from '../application/operations.js';
import type { AnswerBounds } from './ordered-answers.js';
export interface BulkOptions {
    readonly operations: Pick<Operations, 'emit'>;
    readonly tenant: string;
    /** Each line's event as it is to be taken: with the actor of the credential, say. */
    readonly prepare: (event: unknown) => unknown;
    readonly receipts: 'all' | 'rejected';
    readonly lineBytesMax: number;
    readonly gzip: boolean;
    /** Told of what the store threw, which it never should. */
    readonly onThrown: (thrown: unknown) => void;
    readonly closing?: AbortSignal;
    readonly bounds?: Partial<AnswerBounds>;
}
/**
 * Takes NDJSON line by line, each as an event of its own, and answers each with a line `{ line, receipt }` or `{ line, problem }`, in their order.
 * A line that is no UTF-8, no JSON, too long or refused is its own problem. When the client goes away nothing more is taken. Never throws.
 */
export declare const bulk: (request: Request, response: Response, options: BulkOptions) => Promise<void>;
