import type { Either } from 'fp-ts/lib/Either.js'
import { left, right } from 'fp-ts/lib/Either.js'
import { parseIndex } from './array-plan.js'
import type { FieldIssue } from './errors.js'
import { isJsonObject } from './json.js'
import type { Json, JsonObject } from './json.js'
import { put } from './json-object.js'
import { appendSegment, parsePointer } from './pointer.js'
import type { SubjectRules, SubjectRulesByType } from './subject-rules.js'

type Report = (field: string, message: string) => void

/**
 * Decodes the rules of one subject type from configuration. Paths are JSON Pointers below the whole state; an index in a
 * path is refused, since items move: `*` stands for every item. Left: every issue, with its pointer below `field`.
 */
export const checkRules = (value: unknown, field: string): Either<readonly FieldIssue[], SubjectRules> => {
  const issues: FieldIssue[] = []
  checkOne(value, field, (at, message) => issues.push({ field: at, message }))
  return issues.length > 0 ? left(issues) : right(value as SubjectRules)
}

/** Decodes rules by subject type: `{ "user": { "redact": ["/email"] }, "*": { … } }`. */
export const checkRulesByType = (value: unknown, field: string): Either<readonly FieldIssue[], SubjectRulesByType> => {
  const issues: FieldIssue[] = []
  const report: Report = (at, message) => issues.push({ field: at, message })
  const result: Record<string, SubjectRules> = {}
  if (isJsonObject(value as Json)) {
    for (const [type, rules] of Object.entries(value as Readonly<Record<string, unknown>>)) {
      const at = appendSegment(field, type)
      if (type !== '*' && !/^[A-Za-z][A-Za-z0-9_.]{0,63}$/.test(type)) report(at, 'is not a subject type or `*`')
      checkOne(rules, at, report)
      put(result, type, rules as SubjectRules)
    }
  } else report(field, 'must be an object of rules by subject type')
  return issues.length > 0 ? left(issues) : right(result)
}

/** The rules of a subject type: its own, or those of `*`. */
export const rulesFor = (rules: SubjectRulesByType | undefined, type: string): SubjectRules | undefined => {
  if (rules === undefined) return undefined
  if (Object.hasOwn(rules, type)) return rules[type]
  return Object.hasOwn(rules, '*') ? rules['*'] : undefined
}

const checkOne = (value: unknown, field: string, report: Report): void => {
  if (!isJsonObject(value as Json)) {
    report(field, 'must be an object with `ignore`, `redact`, `arrayItemKeys`')
    return
  }
  for (const [key, member] of Object.entries(value as JsonObject)) {
    const at = appendSegment(field, key)
    if (key === 'ignore' || key === 'redact') checkPaths(member, at, report)
    else if (key === 'arrayItemKeys') checkItemKeys(member, at, report)
    else report(at, 'is not known: `ignore`, `redact` and `arrayItemKeys` are')
  }
}

const checkPaths = (value: unknown, field: string, report: Report): void => {
  if (!Array.isArray(value)) {
    report(field, 'must be a list of JSON Pointers')
    return
  }
  for (const [index, pattern] of value.entries()) {
    const at = appendSegment(field, index)
    const problem = pathProblem(pattern)
    if (problem !== undefined) report(at, problem)
    else if (pattern === '') report(at, 'names the whole state: name something inside it')
  }
}

const pathProblem = (pattern: unknown): string | undefined => {
  const segments = typeof pattern === 'string' ? parsePointer(pattern) : undefined
  if (segments === undefined) return 'must be a JSON Pointer such as `/items/*/price`'
  const index = segments.find((segment) => parseIndex(segment) !== undefined)
  return index === undefined ? undefined : `has the index ${index}, and items move: write \`*\` for every item`
}

const checkItemKeys = (value: unknown, field: string, report: Report): void => {
  if (!isJsonObject(value as Json)) {
    report(field, 'must be an object from JSON Pointers of arrays to the key of their items')
    return
  }
  for (const [pattern, key] of Object.entries(value as Readonly<Record<string, unknown>>)) {
    const at = appendSegment(field, pattern)
    if (pattern !== '*') {
      const problem = pathProblem(pattern)
      if (problem !== undefined) report(at, problem)
    }
    if (typeof key !== 'string' || key === '') report(at, 'must be the name of a key')
  }
}
