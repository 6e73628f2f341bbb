import { utf8Length } from '../../domain/utf8.js'

const control = /\p{Cc}+/gu
const anyControl = /\p{Cc}/u

/** A text that an event takes: without control characters and lone surrogates, cut with `…` at so many characters. What is beyond a few times that is not even looked at. */
export const cleanText = (text: string, maxChars: number): string => {
  const near = text.length > 2 * maxChars + 2 ? text.slice(0, 2 * maxChars + 2) : text
  const clean = (anyControl.test(near) ? near.replace(control, ' ') : near).toWellFormed().trim()
  if (clean.length <= maxChars && near.length === text.length) return clean
  const characters = Array.from(clean)
  return characters.length <= maxChars && near.length === text.length
    ? clean
    : `${characters.slice(0, maxChars - 1).join('')}…`
}

/** As `cleanText`, for an id that is made here of other texts: at most so many bytes. */
export const cleanId = (text: string, maxBytes: number): string => {
  const clean = cleanText(text, maxBytes)
  if (utf8Length(clean) <= maxBytes) return clean
  let cut = clean.slice(0, Math.floor(maxBytes / 3) - 1)
  cut = cut.toWellFormed() === cut ? cut : cut.slice(0, -1)
  return `${cut.trim()}…`
}
