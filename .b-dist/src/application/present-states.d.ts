import type { AnnalsError } from '../domain/errors.js';
import type { Fold } from '../domain/subject-fold.js';
import type { Either } from 'fp-ts/lib/Either.js';
/**
 * The present state of one subject as the writer sees it: what is in the log and what pending appends will leave there.
 * Only the writer, one command of the subject's line at a time, changes it.
 */
export interface PresentState {
    fold: Fold;
    /** The JSON size of the state, roughly, in bytes. */
    bytes: number;
    /** Appends sent and not yet answered. */
    pending: number;
    /** The answer of the last append sent. */
    lastAppend: Promise<Either<AnnalsError, unknown>> | undefined;
    /** An append that this state stands on has failed: whatever was decided on it fails alike. */
    failure: AnnalsError | undefined;
}
/** Present states by change stream: those with pending appends are all kept, idle ones as far as the budget goes. */
export interface PresentStates {
    readonly get: (stream: string) => PresentState | undefined;
    readonly add: (stream: string, fold: Fold, bytes: number) => PresentState;
    readonly sent: (stream: string, state: PresentState) => void;
    readonly stored: (stream: string, state: PresentState) => void;
    /** Forgets the state; the next command reads it from the log again. */
    readonly drop: (stream: string, state: PresentState) => void;
}
export interface PresentStatesOptions {
    readonly maxStates: number;
    /** Of JSON text; the objects take a few times that. */
    readonly maxBytes: number;
}
export declare const presentStates: (options: PresentStatesOptions) => PresentStates;
