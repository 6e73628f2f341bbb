import type { Json } from './json.js'
import { isJsonArray, isJsonObject } from './json.js'

/** Whether a value is what the store puts for a redacted one. */
export const isRedacted = (value: Json | undefined): boolean =>
  typeof value === 'object' &&
  value !== null &&
  !isJsonArray(value) &&
  Object.keys(value).length === 1 &&
  Object.hasOwn(value, '$redacted') &&
  typeof value['$redacted'] === 'string' &&
  /^[0-9a-f]{32}$/.test(value['$redacted'])

/** Whether there is such a value anywhere in it. */
export const holdsRedacted = (value: Json): boolean => {
  if (isJsonArray(value)) return value.some(holdsRedacted)
  return isJsonObject(value) && (isRedacted(value) || Object.values(value).some(holdsRedacted))
}
