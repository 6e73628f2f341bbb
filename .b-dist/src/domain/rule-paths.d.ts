import type { SubjectRules } from './subject-rules.js';
export type RuleKind = 'ignore' | 'redact';
/** One path of a rule, as far as it still has to be followed from a given place. */
export interface RulePath {
    readonly kind: RuleKind;
    /** As it was configured. */
    readonly pattern: string;
    /** Unescaped segments, at least one. */
    readonly rest: readonly string[];
}
/** What the rules say of a member or an item; `inside` are the paths that go on within it. */
export type Verdict = {
    readonly _tag: 'Ignored';
}
/** Only ignoring goes on inside. */
 | {
    readonly _tag: 'Redacted';
    readonly pattern: string;
    readonly inside: readonly RulePath[];
} | {
    readonly _tag: 'Follow';
    readonly inside: readonly RulePath[];
};
/** Paths that are no pointers, or name the whole state, are left out: `checkRules` refuses them. */
export declare const rulePaths: (rules: SubjectRules | undefined) => readonly RulePath[];
/**
 * What holds for the member `segment`, or for an item (null): only `*` stands for items, since their index changes when
 * they move. Ignoring wins over redacting, the outer path over the inner one, the first configured over later ones.
 */
export declare const verdictOn: (paths: readonly RulePath[], segment: string | null) => Verdict;
