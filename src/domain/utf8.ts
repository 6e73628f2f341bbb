/** The number of bytes that the text takes as UTF-8 (a lone surrogate counts as U+FFFD: three). */
export const utf8Length = (text: string): number => {
  let bytes = 0
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    if (unit < 0x80) bytes += 1
    else if (unit < 0x800) bytes += 2
    else if (isLead(unit) && isTrail(text.charCodeAt(i + 1))) {
      bytes += 4
      i++
    } else bytes += 3
  }
  return bytes
}

/** Whether the text takes at most so many bytes as UTF-8; looks at the characters only where its length leaves it open. */
export const fitsUtf8 = (text: string, maxBytes: number): boolean =>
  text.length * 3 <= maxBytes || (text.length <= maxBytes && utf8Length(text) <= maxBytes)

const isLead = (unit: number): boolean => unit >= 0xd800 && unit <= 0xdbff
const isTrail = (unit: number): boolean => unit >= 0xdc00 && unit <= 0xdfff
