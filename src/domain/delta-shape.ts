import type { Either } from 'fp-ts/lib/Either.js'
import { left, right } from 'fp-ts/lib/Either.js'
import { isMove, isRemoval, parseIndex } from './array-plan.js'
import type { Delta } from './delta.js'
import type { FieldIssue } from './errors.js'
import type { Json, JsonArray, JsonObject } from './json.js'
import { appendSegment, boundedPointer } from './pointer.js'

/** A delta nests as deep as the state it is about. */
const maxNesting = 64
const maxIssues = 100

type Report = (field: string, message: string) => void

/**
 * Makes sure that a value is a delta as src/domain/delta.ts describes it. The values in its leaves are not looked at: they
 * are JSON already, and `checkValue` limits them. Text diffs are refused, as are deltas that change nothing, and at the top
 * an addition or a removal, since a state is neither added nor removed by a delta.
 * Left: every issue (at most 100), each `field` a JSON Pointer that starts with the given one.
 */
export const checkDelta = (value: Json, field: string): Either<readonly FieldIssue[], Delta> => {
  const issues: FieldIssue[] = []
  const report: Report = (at, message) => {
    if (issues.length < maxIssues) issues.push({ field: boundedPointer(at), message })
  }
  if (Array.isArray(value) && value.length !== 2) checkTopLeaf(report, value, field)
  else checkAny(report, value, field, 0)
  return issues.length > 0 ? left(issues) : right(value as Delta)
}

const checkTopLeaf = (report: Report, leaf: JsonArray, field: string): void => {
  if (leaf.length === 1 || isRemoval(leaf)) {
    report(field, 'adds or removes the whole state: send change.kind `state` or `delete` for that')
  } else checkLeaf(report, leaf, field)
}

const checkAny = (report: Report, value: Json | undefined, field: string, nesting: number): void => {
  if (typeof value !== 'object' || value === null) {
    report(field, 'must be a delta: `[new]`, `[old, new]`, `[old, 0, 0]`, or an object of deltas')
  } else if (Array.isArray(value)) checkLeaf(report, value as JsonArray, field)
  else if (nesting >= maxNesting) report(field, `is nested more than ${maxNesting} deep`)
  else checkNested(report, value as JsonObject, field, nesting + 1)
}

const checkLeaf = (report: Report, leaf: JsonArray, field: string): void => {
  if (leaf.length === 1 || leaf.length === 2 || isRemoval(leaf)) return
  if (leaf.length === 3 && leaf[1] === 0 && leaf[2] === 2) {
    report(field, 'is a text diff, which is not supported: send `[old, new]` (diff without diff-match-patch)')
  } else if (leaf.length === 3 && leaf[2] === 3) {
    report(field, 'is a move, which can only stand at an old index (`_0`) of an array delta')
  } else report(field, 'must be `[new]`, `[old, new]` or `[old, 0, 0]`')
}

const changesNothing = 'changes nothing: leave it out'

const checkNested = (report: Report, delta: JsonObject, field: string, nesting: number): void => {
  const keys = Object.keys(delta)
  if (!Object.hasOwn(delta, '_t')) {
    if (keys.length === 0) report(field, changesNothing)
    for (const key of keys) checkAny(report, delta[key], appendSegment(field, key), nesting)
  } else if (delta['_t'] === 'a') {
    if (keys.length === 1) report(field, changesNothing)
    checkArray(report, delta, field, nesting)
  } else {
    report(
      appendSegment(field, '_t'),
      "must be 'a', which marks an array delta; to change a key named `_t`, replace its object whole: `[old, new]`",
    )
  }
}

const checkArray = (report: Report, delta: JsonObject, field: string, nesting: number): void => {
  const targets = new Set<number>()
  for (const key of Object.keys(delta)) {
    if (key === '_t') continue
    const at = appendSegment(field, key)
    const isOld = key.startsWith('_')
    const index = parseIndex(isOld ? key.slice(1) : key)
    if (index === undefined) report(at, 'must be an index such as `0`, or an old index such as `_0`')
    else if (isOld) checkOldIndex(report, delta[key], at, targets)
    else checkNewIndex(report, delta[key], at, index, targets, nesting)
  }
}

const take = (report: Report, targets: Set<number>, index: number, at: string): void => {
  if (targets.has(index)) report(at, `puts a second item at index ${index}`)
  targets.add(index)
}

const checkOldIndex = (report: Report, entry: Json | undefined, at: string, targets: Set<number>): void => {
  if (isRemoval(entry)) return
  if (isMove(entry)) take(report, targets, entry[1], at)
  else report(at, "must be a removal `[old, 0, 0]` or a move `['', new index, 3]`")
}

const checkNewIndex = (
  report: Report,
  entry: Json | undefined,
  at: string,
  index: number,
  targets: Set<number>,
  nesting: number,
): void => {
  if (isRemoval(entry)) report(at, `is a removal, which stands at the old index: \`_${index}\``)
  else if (Array.isArray(entry) && entry.length === 1) take(report, targets, index, at)
  else checkAny(report, entry, at, nesting)
}
