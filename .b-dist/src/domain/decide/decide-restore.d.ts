import type { Either } from 'fp-ts/lib/Either.js';
import type { ValueChange } from '../delta.js';
import type { ArrayItemKeys } from '../diff.js';
import type { AnnalsError } from '../errors.js';
import type { EventBody, Subject } from '../event.js';
import type { State } from '../json.js';
import type { RestoreInput } from '../requests.js';
import type { Fold } from '../subject-fold.js';
import type { SubjectRules } from '../subject-rules.js';
export interface DecideRestoreArgs {
    readonly present: Fold;
    /** The version to go back to; a null state is that of a deletion. */
    readonly target: {
        readonly version: number;
        readonly state: State | null;
    };
    readonly subject: Subject;
    readonly rules?: SubjectRules | undefined;
    readonly input: RestoreInput;
    readonly id: string;
    readonly tenant: string;
    /** ms since the epoch. */
    readonly now: number;
    readonly itemKeys?: ArrayItemKeys | undefined;
}
export type RestoreDecision = {
    readonly _tag: 'Unchanged';
    readonly version: number;
} | {
    readonly _tag: 'Restore';
    readonly body: EventBody;
    readonly next: Fold;
    readonly changes: readonly ValueChange[];
    /** Redacted paths at which the present value stays, as the one of then is not known. */
    readonly skippedPaths: readonly string[];
};
/**
 * The change that takes a subject back to an earlier version. Nothing is taken away from its history: what is stored is one more version.
 * Errors: VersionConflict, NoState (there has never been a change), InvalidInput (a time ahead of the clock).
 */
export declare const decideRestore: (args: DecideRestoreArgs) => Either<AnnalsError, RestoreDecision>;
