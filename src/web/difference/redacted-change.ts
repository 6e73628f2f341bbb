import type { Json } from '../../domain/json.js'
import { isRedacted } from '../../domain/redacted-value.js'
import type { Change } from './change.js'

export const redactedKey = '$redacted'

/** The path of a value, where a path leads to the mark that it is redacted by. */
export const withoutMark = (path: readonly string[]): readonly string[] =>
  path.at(-1) === redactedKey ? path.slice(0, -1) : path

/** The marks of two redacted values differ: people read it as one redacted value in the place of another. Undefined where it is something else. */
export const redactedChange = (old: Json | undefined, after: Json | undefined): Change | undefined => {
  if (old === undefined || after === undefined) return undefined
  const [before, now] = [{ [redactedKey]: old }, { [redactedKey]: after }]
  return isRedacted(before) && isRedacted(now) ? { op: 'replaced', old: before, new: now } : undefined
}
