import { applyRules, rulesFor } from '../domain/rules.js'
import type { Subject } from '../domain/event.js'
import type { SubjectRulesByType } from '../domain/subject-rules.js'
import type { Hash } from '../ports/hash.js'

export interface RulesPorts {
  readonly rules: SubjectRulesByType
  readonly hash: Pick<Hash, 'redactionMac'>
}

/** The rules as functions on states and deltas; undefined where the subject's type has none. */
export const ruleFunctions = (ports: RulesPorts, subject: Subject): ReturnType<typeof applyRules> | undefined => {
  const rules = rulesFor(ports.rules, subject.type)
  return rules?.ignore === undefined && rules?.redact === undefined
    ? undefined
    : applyRules(rules, subject, ports.hash.redactionMac)
}
