import { parsePointer } from '../../domain/pointer.js'
import { withoutMark } from '../difference/redacted-change.js'
import type { StoredEvent } from '../api/shapes.js'

const maxNamed = 3
const maxLength = 40

/** What a change is about in a few words: `created`, `deleted`, or the fields that it changed. */
export const changedInWords = ({ change, version, changedPaths = [] }: StoredEvent): string => {
  if (change?.kind === 'delete') return 'deleted'
  if (change?.kind === 'state') return version === 0 ? 'created' : 'the whole state'
  const named = [...new Set(changedPaths.map(nameOf))]
  const rest = named.length - maxNamed
  return `${named.slice(0, maxNamed).join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`
}

const nameOf = (pointer: string): string => {
  const name = withoutMark(parsePointer(pointer) ?? [pointer]).join(' › ')
  if (name === '') return 'the whole state'
  return name.length > maxLength ? `${name.slice(0, maxLength)}…` : name
}
