import { applyRules } from '../domain/rules.js';
import type { Subject } from '../domain/event.js';
import type { SubjectRules, SubjectRulesByType } from '../domain/subject-rules.js';
import type { Hash } from '../ports/hash.js';
export interface RulesPorts {
    readonly rules: SubjectRulesByType;
    readonly hash: Pick<Hash, 'redactionMac'>;
}
/** The rules of one subject type: its own, or those of `*`. */
export declare const rulesOf: (rules: SubjectRulesByType, type: string) => SubjectRules | undefined;
/** The rules as functions on states and deltas; undefined where the subject's type has none. */
export declare const ruleFunctions: (ports: RulesPorts, subject: Subject) => ReturnType<typeof applyRules> | undefined;
