import { isArrayDelta, isMove } from './array-plan.js'
import { canonicalize } from './canonical.js'
import type { Delta } from './delta.js'
import { equalJson } from './equal.js'
import type { Subject } from './event.js'
import type { Json, JsonObject, State } from './json.js'
import { isJsonArray } from './json.js'
import type { MutableJsonObject } from './json-object.js'
import { put } from './json-object.js'
import { isRedacted } from './redacted-value.js'
import type { RulePath } from './rule-paths.js'
import { rulePaths, verdictOn } from './rule-paths.js'
import type { SubjectRules } from './subject-rules.js'

export { checkRules, checkRulesByType, rulesFor } from './check-rules.js'
export { keepRedacted } from './keep-redacted.js'
export type { KeptState } from './keep-redacted.js'

/** HMAC-SHA256 of a text's UTF-8 bytes, in lower-case hex. */
export type Mac = (text: string) => string

/** The rules of a subject, ready to be applied to what is said about it. */
export interface AppliedRules {
  readonly state: (state: State) => State
  /**
   * Fits the states that `state` makes: if a delta leads from one state to another, the answer leads from the one's result to
   * the other's. undefined where nothing but ignored values change. A delta that goes into a redacted value cannot be followed
   * (its whole value is not known) and becomes a replacement that fits no state.
   */
  readonly delta: (delta: Delta) => Delta | undefined
}

/**
 * Leaves out values at ignored paths and puts `{ "$redacted": token }` for those at redacted ones. The token is the first 128
 * bits of the MAC of the canonical form of [subject type, subject id, pattern of the rule, value]: of the pattern, not of
 * the value's own path, so that it stays the same when an item moves. A value redacted before stays as it is.
 */
export const applyRules = (rules: SubjectRules | undefined, subject: Subject, mac: Mac): AppliedRules => {
  const paths = rulePaths(rules)
  if (paths.length === 0) return { state: (state) => state, delta: (delta) => delta }
  const token: Token = (pattern, value, ...more) => ({
    $redacted: mac(canonicalize([subject.type, subject.id, pattern, value, ...more])).slice(0, 32),
  })
  return {
    state: (state) => applyToValue(state, paths, token) as State,
    delta: (delta) => applyToDelta(delta, paths, token),
  }
}

type Token = (pattern: string, value: Json, ...more: readonly string[]) => JsonObject

const redacted = (value: Json, pattern: string, inside: readonly RulePath[], token: Token): Json =>
  isRedacted(value) ? value : token(pattern, applyToValue(value, inside, token))

const applyToValue = (value: Json, paths: readonly RulePath[], token: Token): Json => {
  if (paths.length === 0 || typeof value !== 'object' || value === null) return value
  if (isJsonArray(value)) return value.flatMap((item) => listed(applyToMember(item, null, paths, token)))
  const result: MutableJsonObject = {}
  for (const [key, member] of Object.entries(value)) {
    const applied = applyToMember(member, key, paths, token)
    if (applied !== undefined) put(result, key, applied)
  }
  return result
}

const listed = (item: Json | undefined): readonly Json[] => (item === undefined ? [] : [item])

/** undefined where it is ignored. */
const applyToMember = (
  value: Json,
  segment: string | null,
  paths: readonly RulePath[],
  token: Token,
): Json | undefined => {
  const verdict = verdictOn(paths, segment)
  switch (verdict._tag) {
    case 'Ignored':
      return undefined
    case 'Redacted':
      return redacted(value, verdict.pattern, verdict.inside, token)
    case 'Follow':
      return applyToValue(value, verdict.inside, token)
  }
}

const applyToDelta = (delta: Delta, paths: readonly RulePath[], token: Token): Delta | undefined => {
  if (paths.length === 0) return delta
  if (Array.isArray(delta)) {
    return mapLeaf(delta as readonly Json[], (value) => applyToValue(value, paths, token))
  }
  const isArray = isArrayDelta(delta)
  const result: Record<string, Delta> = {}
  for (const [key, entry] of Object.entries(delta) as [string, Delta][]) {
    if (isArray && key === '_t') continue
    const applied = applyToEntry(entry, isArray ? null : key, paths, token)
    if (applied !== undefined) put(result, key, applied)
  }
  if (Object.keys(result).length === 0) return undefined
  return isArray ? { ...result, _t: 'a' } : result
}

const applyToEntry = (
  entry: Delta,
  segment: string | null,
  paths: readonly RulePath[],
  token: Token,
): Delta | undefined => {
  const verdict = verdictOn(paths, segment)
  if (verdict._tag === 'Ignored') return undefined
  if (segment === null && isMove(entry)) return entry
  if (verdict._tag === 'Follow') return applyToDelta(entry, verdict.inside, token)
  const { pattern, inside } = verdict
  if (Array.isArray(entry)) return mapLeaf(entry as readonly Json[], (value) => redacted(value, pattern, inside, token))
  const kept = applyToDelta(entry, inside, token)
  return kept && [token(pattern, kept, 'before'), token(pattern, kept, 'after')]
}

/** The leaf with its values mapped; undefined where what it replaced has become the same. */
const mapLeaf = (leaf: readonly Json[], map: (value: Json) => Json): Delta | undefined => {
  if (leaf.length === 1) return [map(leaf[0] as Json)]
  if (leaf.length === 3) return [map(leaf[0] as Json), 0, 0]
  const replaced = [map(leaf[0] as Json), map(leaf[1] as Json)] as const
  return equalJson(replaced[0], replaced[1]) ? undefined : replaced
}
