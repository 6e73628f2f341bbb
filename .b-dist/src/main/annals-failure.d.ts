import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
import type { AnnalsError } from '../domain/errors.js';
/** What the in-process operations reject with: `error` says what went wrong, by its `_tag`. */
export declare class AnnalsFailure extends Error {
    readonly error: AnnalsError;
    constructor(error: AnnalsError);
}
/** Runs it: resolves to its value, rejects with an AnnalsFailure. */
export declare const orThrow: <A>(task: TaskEither<AnnalsError, A>) => Promise<A>;
