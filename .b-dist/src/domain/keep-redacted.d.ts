import type { State } from './json.js';
import type { SubjectRules } from './subject-rules.js';
export interface KeptState {
    readonly state: State;
    /** JSON Pointers, sorted: where the state is not the target, because the value there is redacted. */
    readonly skippedPaths: readonly string[];
}
/**
 * The state that a restore may make: the target, but at redacted paths whatever is there at present (or nothing, where there is
 * nothing), since the value that belongs to the target's token is not known. A redacted value goes with the object or item
 * around it where the target has none there. Items of arrays answer to each other by their identifying key, else by index;
 * an array whose items themselves are redacted stays as it is at present.
 */
export declare const keepRedacted: (rules: SubjectRules | undefined, present: State | null, target: State) => KeptState;
