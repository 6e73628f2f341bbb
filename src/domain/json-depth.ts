/**
 * Whether a JSON text has values within values more than `depth` deep. Looks at the text, so that it needs no stack whatever the depth; a text that is no
 * JSON gets some answer. Short of `depth` brackets, which is to say nearly always, it is as fast as a search for them.
 */
export const isNestedDeeperThan = (text: string, depth: number): boolean =>
  countUpTo(text, '{', depth) + countUpTo(text, '[', depth) > depth && measure(text, depth) > depth

const countUpTo = (text: string, bracket: string, most: number): number => {
  let count = 0
  for (let at = text.indexOf(bracket); at >= 0 && count <= most; at = text.indexOf(bracket, at + 1)) count += 1
  return count
}

/** The depth, or the first one beyond `most`. */
const measure = (text: string, most: number): number => {
  let deepest = 0
  let depth = 0
  let isInText = false
  for (let at = 0; at < text.length && deepest <= most; at += 1) {
    const unit = text.charCodeAt(at)
    if (isInText) {
      if (unit === backslash) at += 1
      else if (unit === quote) isInText = false
    } else if (unit === quote) isInText = true
    else if (unit === brace || unit === bracket) {
      depth += 1
      if (depth > deepest) deepest = depth
    } else if (unit === endBrace || unit === endBracket) depth -= 1
  }
  return deepest
}

const quote = 0x22
const backslash = 0x5c
const brace = 0x7b
const endBrace = 0x7d
const bracket = 0x5b
const endBracket = 0x5d
