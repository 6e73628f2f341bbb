import type { FieldIssue } from '../errors.js';
import type { State } from '../json.js';
/**
 * What is wrong with a state that a patch has led to; its parts are known to be JSON, but together they may be too much.
 * `field` names the delta that did it.
 */
export declare const stateIssues: (state: State, field: string) => readonly FieldIssue[];
