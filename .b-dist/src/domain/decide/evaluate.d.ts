import type { Delta } from '../delta.js';
import type { ArrayItemKeys } from '../diff.js';
import type { AnnalsError } from '../errors.js';
import type { Change, Subject } from '../event.js';
import type { State } from '../json.js';
import type { Fold } from '../subject-fold.js';
/** What a change would do to a subject. */
export type Evaluated = Next | Same | Refused;
/** It leads to another state; `change` is what is to be stored. */
export interface Next {
    readonly _tag: 'Next';
    readonly change: Change;
    readonly state: State | null;
}
export interface Same {
    readonly _tag: 'Same';
}
export interface Refused {
    readonly _tag: 'Refused';
    readonly error: AnnalsError;
}
/** A change against the present state: what is to be stored of it and the state it leads to. A whole state is turned into a delta where there is one already. */
export declare const evaluate: (fold: Fold, subject: Subject, change: Change, itemKeys: ArrayItemKeys | undefined) => Evaluated;
/** Takes a subject from its present state to another one. */
export declare const evaluateState: (present: State | null, state: State, itemKeys: ArrayItemKeys | undefined) => Next | Same;
/** What is left of a delta whose paths are all ignored. */
export declare const changesNothing: (delta: Delta) => boolean;
