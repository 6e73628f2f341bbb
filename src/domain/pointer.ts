/*
 * JSON Pointer (RFC 6901): `""` is the whole value, `/a~1b/0` the first item of the member `a/b`.
 */

const escapeSegment = (segment: string): string =>
  segment.includes('~') || segment.includes('/') ? segment.replaceAll('~', '~0').replaceAll('/', '~1') : segment

const unescapeSegment = (segment: string): string =>
  segment.includes('~') ? segment.replaceAll('~1', '/').replaceAll('~0', '~') : segment

const brokenEscape = /~(?![01])/

/** The pointer to a member or an item of what `pointer` points to. */
export const appendSegment = (pointer: string, segment: string | number): string =>
  typeof segment === 'number' ? `${pointer}/${segment}` : `${pointer}/${escapeSegment(segment)}`

/** The unescaped segments of a pointer; undefined for what is not one (no leading slash, a `~` without 0 or 1). */
export const parsePointer = (pointer: string): readonly string[] | undefined => {
  if (pointer === '') return []
  if (!pointer.startsWith('/') || brokenEscape.test(pointer)) return undefined
  return pointer.slice(1).split('/').map(unescapeSegment)
}

export const formatPointer = (segments: readonly (string | number)[]): string =>
  segments.reduce<string>(appendSegment, '')

/** UTF-16 units. A longer path is of no use to a reader and would not fit an index. */
export const maxPointerLength = 1_024

/** A pointer to tell somebody of: where it is longer than 1,024 characters, its nearest ancestor that is not. Keys may be as long as a state. */
export const boundedPointer = (pointer: string): string =>
  pointer.length <= maxPointerLength ? pointer : pointer.slice(0, pointer.lastIndexOf('/', maxPointerLength))
