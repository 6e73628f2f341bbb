const lastCodePoint = 0x10ffff
const lastBeforeSurrogates = 0xd7ff
const firstBehindSurrogates = 0xe000

/**
 * The least text behind all texts that begin with `prefix`, in the order of code points, which is that of their UTF-8 bytes (and not that of
 * UTF-16, which JavaScript compares by). Undefined where there is none: no text is behind those that begin with U+10FFFF.
 */
export const prefixEnd = (prefix: string): string | undefined => {
  const codePoints = Array.from(prefix, (character) => character.codePointAt(0) ?? 0)
  while (codePoints.at(-1) === lastCodePoint) codePoints.pop()
  const last = codePoints.pop()
  if (last === undefined) return undefined
  const next = last === lastBeforeSurrogates ? firstBehindSurrogates : last + 1
  return String.fromCodePoint(...codePoints, next)
}
