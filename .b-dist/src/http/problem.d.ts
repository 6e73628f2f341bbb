import type { HttpError } from './http-error.js';
/** A problem detail (RFC 9457): the members that every problem has, and those of its type. */
export interface Problem {
    readonly type: string;
    readonly title: string;
    readonly status: number;
    readonly detail: string;
    readonly [member: string]: unknown;
}
/**
 * The problem that tells of an error. `type` is `urn:annals:problem:` and the error's name in kebab-case: it is what programs tell
 * problems apart by, and it does not change; `title` and `detail` are for people.
 */
export declare const toProblem: (error: HttpError) => Problem;
