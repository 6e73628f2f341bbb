import { applyRules } from '../domain/rules.js';
/** The rules of one subject type: its own, or those of `*`. */
export const rulesOf = (rules, type) => Object.hasOwn(rules, type) ? rules[type] : rules['*'];
/** The rules as functions on states and deltas; undefined where the subject's type has none. */
export const ruleFunctions = (ports, subject) => {
    const rules = rulesOf(ports.rules, subject.type);
    return rules?.ignore === undefined && rules?.redact === undefined
        ? undefined
        : applyRules(rules, subject, ports.hash.redactionMac);
};
//# sourceMappingURL=rules-of.js.map