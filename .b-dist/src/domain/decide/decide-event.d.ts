import type { Either } from 'fp-ts/lib/Either.js';
import type { ArrayItemKeys } from '../diff.js';
import type { AnnalsError } from '../errors.js';
import type { EventInput } from '../event.js';
import type { Fold } from '../subject-fold.js';
import type { Decided } from './decided.js';
export interface DecideEventArgs {
    /** The subject as pending commands will leave it; undefined only for events without a change. */
    readonly fold: Fold | undefined;
    /** Decoded, and the rules of its subject's type applied. */
    readonly input: EventInput;
    readonly id: string;
    /** The id of the event that stores `before`, should one be needed. */
    readonly observedId: string;
    readonly tenant: string;
    /** ms since the epoch. */
    readonly now: number;
    readonly itemKeys?: ArrayItemKeys | undefined;
}
/**
 * What becomes of one event.
 * Errors: InvalidInput (a time ahead of the clock, a `before` that the delta does not fit, a patched state beyond the limits); and where
 * it is not to be kept as an activity: VersionConflict, NoState, DeltaMismatch.
 */
export declare const decideEvent: (args: DecideEventArgs) => Either<AnnalsError, Decided>;
