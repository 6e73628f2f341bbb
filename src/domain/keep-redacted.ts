import { equalJson } from './equal.js'
import { compileItemKeys, itemIdentity } from './item-keys.js'
import type { KeysAt } from './item-keys.js'
import type { Json, JsonArray, JsonObject, State } from './json.js'
import { isJsonArray, isJsonObject } from './json.js'
import type { MutableJsonObject } from './json-object.js'
import { own, put } from './json-object.js'
import { formatPointer } from './pointer.js'
import { holdsRedacted, isRedacted } from './redacted-value.js'
import type { RulePath } from './rule-paths.js'
import { rulePaths, verdictOn } from './rule-paths.js'
import type { SubjectRules } from './subject-rules.js'

export interface KeptState {
  readonly state: State
  /** JSON Pointers, sorted: where the state is not the target, because the value there is redacted. */
  readonly skippedPaths: readonly string[]
}

interface Walk {
  readonly skipped: Set<string>
  readonly path: string[]
  readonly keysAt: KeysAt
  /** The target has redacted values, perhaps where no rule redacts any more. */
  readonly hasTokens: boolean
}

/**
 * The state that a restore may make: the target, but at redacted paths whatever is there at present (or nothing, where there is
 * nothing), since the value that belongs to the target's token is not known: where a rule redacts, and where the target has the
 * token of a rule that is gone. A redacted value goes with the object or item around it where the target has none there. Items of
 * arrays answer to each other by their identifying key, else by index; an array whose items themselves are redacted stays as it is
 * at present.
 */
export const keepRedacted = (rules: SubjectRules | undefined, present: State | null, target: State): KeptState => {
  const paths = rulePaths(rules).filter(({ kind }) => kind === 'redact')
  const hasTokens = holdsRedacted(target)
  if (paths.length === 0 && !hasTokens) return { state: target, skippedPaths: [] }
  const walk: Walk = { skipped: new Set(), path: [], keysAt: compileItemKeys(rules?.arrayItemKeys), hasTokens }
  const state = keep(walk, present ?? undefined, target, paths) as State
  return { state, skippedPaths: [...walk.skipped].sort() }
}

const keep = (walk: Walk, present: Json | undefined, target: Json, paths: readonly RulePath[]): Json => {
  if (paths.length === 0 && !walk.hasTokens) return target
  if (isJsonObject(target)) return keepMembers(walk, isJsonObject(present) ? present : {}, target, paths)
  if (isJsonArray(target)) return keepItems(walk, isJsonArray(present) ? present : [], target, paths)
  return target
}

const keepMembers = (walk: Walk, present: JsonObject, target: JsonObject, paths: readonly RulePath[]): Json => {
  const result: MutableJsonObject = {}
  for (const key of new Set([...Object.keys(target), ...Object.keys(present)])) {
    walk.path.push(key)
    const value = keepMember(walk, own(present, key), own(target, key), key, paths)
    walk.path.pop()
    if (value !== undefined) put(result, key, value)
  }
  return result
}

const keepMember = (
  walk: Walk,
  present: Json | undefined,
  target: Json | undefined,
  key: string,
  paths: readonly RulePath[],
): Json | undefined => {
  const verdict = verdictOn(paths, key)
  if (verdict._tag === 'Follow' && !isRedacted(target))
    return target === undefined ? undefined : keep(walk, present, target, verdict.inside)
  skipUnlessEqual(walk, present, target)
  return present
}

const skipUnlessEqual = (walk: Walk, present: Json | undefined, target: Json | undefined): void => {
  if (!equalJson(present, target)) walk.skipped.add(formatPointer(walk.path))
}

const keepItems = (walk: Walk, present: JsonArray, target: JsonArray, paths: readonly RulePath[]): Json => {
  const verdict = verdictOn(paths, null)
  const atIndex = <R>(index: number, run: () => R): R => {
    walk.path.push(String(index))
    const result = run()
    walk.path.pop()
    return result
  }
  if (verdict._tag !== 'Follow' || target.some(isRedacted)) {
    const most = Math.max(present.length, target.length)
    for (let index = 0; index < most; index++) {
      atIndex(index, () => skipUnlessEqual(walk, present[index], target[index]))
    }
    return present
  }
  const counterpart = counterparts(present, walk.keysAt(walk.path))
  return target.map((item, index) => atIndex(index, () => keep(walk, counterpart(item, index), item, verdict.inside)))
}

/** The present item that a target's item answers to. */
const counterparts = (present: JsonArray, keys: readonly string[]) => {
  const identity = (item: Json | undefined): string | undefined =>
    isJsonObject(item) ? itemIdentity(item, keys) : undefined
  const byIdentity = new Map(present.map((item) => [identity(item), item]))
  return (item: Json, index: number): Json | undefined => {
    const name = identity(item)
    if (name !== undefined) return byIdentity.get(name)
    return identity(present[index]) === undefined ? present[index] : undefined
  }
}
