import type { Delta } from './delta.js';
import type { Subject } from './event.js';
import type { Json, State } from './json.js';
import type { SubjectRules } from './subject-rules.js';
export { checkRules, checkRulesByType, rulesFor } from './check-rules.js';
export { keepRedacted } from './keep-redacted.js';
export type { KeptState } from './keep-redacted.js';
/** HMAC-SHA256 of a text's UTF-8 bytes, in lower-case hex. */
export type Mac = (text: string) => string;
/** The rules of a subject, ready to be applied to what is said about it. */
export interface AppliedRules {
    readonly state: (state: State) => State;
    /**
     * Fits the states that `state` makes: if a delta leads from one state to another, the answer leads from the one's result to
     * the other's. undefined where nothing but ignored values change. A delta that goes into a redacted value cannot be followed
     * (its whole value is not known) and becomes a replacement that fits no state.
     */
    readonly delta: (delta: Delta) => Delta | undefined;
}
/**
 * Leaves out values at ignored paths and puts `{ "$redacted": token }` for those at redacted ones. The token is the first 128
 * bits of the MAC of the canonical form of [subject type, subject id, pattern of the rule, value]: of the pattern, not of
 * the value's own path, so that it stays the same when an item moves. A value redacted before stays as it is.
 */
export declare const applyRules: (rules: SubjectRules | undefined, subject: Subject, mac: Mac) => AppliedRules;
/** Whether a value is what the store puts for a redacted one. */
export declare const isRedacted: (value: Json | undefined) => boolean;
