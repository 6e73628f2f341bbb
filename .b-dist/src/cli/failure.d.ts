import type { Either } from 'fp-ts/lib/Either.js';
import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
import type { AnnalsError } from '../domain/errors.js';
/** How a command ends: done · it failed, or found what it looks for (rejected lines, breaches) · its input was wrong. */
export declare const exitCodes: {
    readonly ok: 0;
    readonly failed: 1;
    readonly badInput: 2;
    readonly interrupted: 130;
};
/** Ends a command: thrown by its helpers, caught once where the program runs, shown as one line. */
export declare class CommandFailure extends Error {
    readonly error: AnnalsError | undefined;
    readonly exitCode: number;
    constructor(message: string, exitCode: number, error?: AnnalsError);
}
/** The reader of our output has gone away (`annals activity --all | head`): nothing is wrong and nothing is left to say. */
export declare class OutputClosed extends Error {
}
export declare const failWith: (error: AnnalsError) => never;
/** Refuses an option or argument: `field` is as it was typed, e.g. `--limit`. */
export declare const badInput: (field: string, message: string) => never;
export declare const unwrap: <A>(result: Either<AnnalsError, A>) => A;
export declare const run: <A>(task: TaskEither<AnnalsError, A>) => Promise<A>;
/** One line for people: what is wrong, where, and what to do about it where that is known. */
export declare const describeError: (error: AnnalsError) => string;
