import type { AnnalsError, FieldIssue } from '../domain/errors.js';
import type { Subject } from '../domain/event.js';
/** The members that problems of Annals have, by their types. */
export interface ProblemMembers {
    readonly type?: string;
    readonly title?: string;
    readonly detail?: string;
    readonly errors?: readonly FieldIssue[];
    readonly field?: string;
    readonly limitBytes?: number;
    readonly id?: string;
    readonly subject?: Subject;
    readonly expected?: number;
    readonly actual?: number;
    readonly version?: number;
    readonly latest?: number;
    readonly paths?: readonly string[];
    readonly at?: string;
    readonly firstVersion?: number;
    readonly retryAfter?: number;
    readonly after?: string;
    readonly position?: string;
    readonly projection?: string;
}
/** The error that a problem (RFC 9457) tells of, by its type; undefined for one that only HTTP knows. */
export declare const problemToError: (problem: ProblemMembers) => AnnalsError | undefined;
