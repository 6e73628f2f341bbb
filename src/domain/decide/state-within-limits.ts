import { isLeft } from 'fp-ts/lib/Either.js'
import type { FieldIssue } from '../errors.js'
import type { State } from '../json.js'
import { isSurelyWithin } from '../json-size.js'
import { limits } from '../limits.js'
import { checkValue } from '../value-limits.js'

const { maxDepth, maxNodes, maxStateBytes: maxBytes } = limits

/**
 * What is wrong with a state that a patch has led to; its parts are known to be JSON, but together they may be too much.
 * `field` names the delta that did it.
 */
export const stateIssues = (state: State, field: string): readonly FieldIssue[] => {
  if (isSurelyWithin(state, { maxDepth, maxNodes, maxBytes })) return []
  const checked = checkValue(state, '', { maxDepth, maxNodes, maxBytes, allowNul: true })
  return isLeft(checked)
    ? checked.left.map(({ message }) => ({ field, message: `leads to a state that ${message}` }))
    : []
}
