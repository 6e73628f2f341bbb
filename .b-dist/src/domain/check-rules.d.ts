import type { Either } from 'fp-ts/lib/Either.js';
import type { FieldIssue } from './errors.js';
import type { SubjectRules, SubjectRulesByType } from './subject-rules.js';
/**
 * Decodes the rules of one subject type from configuration. Paths are JSON Pointers below the whole state; an index in a
 * path is refused, since items move: `*` stands for every item. Left: every issue, with its pointer below `field`.
 */
export declare const checkRules: (value: unknown, field: string) => Either<readonly FieldIssue[], SubjectRules>;
/** Decodes rules by subject type: `{ "user": { "redact": ["/email"] }, "*": { … } }`. */
export declare const checkRulesByType: (value: unknown, field: string) => Either<readonly FieldIssue[], SubjectRulesByType>;
/** The rules of a subject type: its own, or those of `*`. */
export declare const rulesFor: (rules: SubjectRulesByType | undefined, type: string) => SubjectRules | undefined;
