import type { Response } from 'express';
import type { HttpError } from './http-error.js';
/** What a handler answers: a status with a JSON body, a status alone, or a body that the handler writes itself. */
export type Answer = {
    readonly _tag: 'Json';
    readonly status: number;
    readonly body: unknown;
    readonly headers?: Headers;
} | {
    readonly _tag: 'Empty';
    readonly status: number;
    readonly headers?: Headers;
} | {
    readonly _tag: 'Stream';
    readonly write: (response: Response) => Promise<void>;
};
type Headers = Readonly<Record<string, string>>;
export declare const json: (status: number, body: unknown) => Answer;
export declare const ok: (body: unknown) => Answer;
export declare const withHeaders: (status: number, body: unknown, headers: Headers) => Answer;
/** Audit data is not for caches that are not the caller's own. */
export declare const commonHeaders: {
    readonly 'cache-control': "no-store";
    readonly 'x-content-type-options': "nosniff";
};
/** Writes an answer out; one that the connection does not wait for any more is dropped. */
export declare const send: (response: Response, answer: Answer) => Promise<void> | undefined;
/** Answers with the problem (`application/problem+json`), which names the request's id. */
export declare const sendProblem: (response: Response, error: HttpError) => void;
export {};
