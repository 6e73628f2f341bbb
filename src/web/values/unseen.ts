/** A piece of a text, or a character in it that nobody would see or that turns around what stands beside it. */
type TextPart =
  | { readonly _tag: 'Text'; readonly text: string }
  | { readonly _tag: 'Unseen'; readonly code: string; readonly name: string }

/** Controls but tab and line feed, bidirectional marks, and what has no width (but joiners, which scripts and emoji need). */
const unseen =
  // eslint-disable-next-line no-control-regex
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]/gu

const names: Readonly<Record<string, string>> = {
  '0000': 'null',
  '000D': 'carriage return',
  '001B': 'escape',
  '00AD': 'soft hyphen',
  '061C': 'Arabic letter mark',
  '200B': 'zero width space',
  '200E': 'left-to-right mark',
  '200F': 'right-to-left mark',
  '202A': 'left-to-right embedding',
  '202B': 'right-to-left embedding',
  '202C': 'end of embedding',
  '202D': 'left-to-right override',
  '202E': 'right-to-left override',
  '2066': 'left-to-right isolate',
  '2067': 'right-to-left isolate',
  '2068': 'first strong isolate',
  '2069': 'end of isolate',
  FEFF: 'byte order mark',
}

/** Text from outside in pieces, its unseen characters named. */
export const textParts = (text: string): readonly TextPart[] => {
  const parts: TextPart[] = []
  let from = 0
  for (const { 0: character, index } of text.matchAll(unseen)) {
    if (index > from) parts.push({ _tag: 'Text', text: text.slice(from, index) })
    const code = character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')
    parts.push({ _tag: 'Unseen', code, name: names[code] ?? 'control character' })
    from = index + character.length
  }
  if (from < text.length) parts.push({ _tag: 'Text', text: text.slice(from) })
  return parts
}
