/** One condition of a line as it was typed: `-key:value`. Places are offsets into the line; `to` is behind the last character. */
export interface Token {
  readonly from: number
  readonly to: number
  readonly negated: boolean
  /** Undefined for a word without a colon. */
  readonly key: string | undefined
  /** Where the value begins: behind the colon. */
  readonly valueFrom: number
  readonly value: string
  readonly isQuoted: boolean
  /** What is wrong with how it is written. */
  readonly problem?: string
}

/** Parts a line at blanks outside of quotes. A quote begins right behind a colon. */
export const tokensOf = (line: string): readonly Token[] => {
  const tokens: Token[] = []
  let at = 0
  while (at < line.length) {
    if (isBlank(line[at])) at++
    else {
      const token = tokenAt(line, at)
      tokens.push(token)
      at = token.to
    }
  }
  return tokens
}

const tokenAt = (line: string, from: number): Token => {
  const negated = line[from] === '-'
  const keyFrom = negated ? from + 1 : from
  const plainTo = endOfWord(line, from)
  const colon = line.slice(keyFrom, plainTo).search(/[:"]/) + keyFrom
  if (colon < keyFrom || line[colon] !== ':') {
    const value = line.slice(keyFrom, plainTo)
    return { from, to: plainTo, negated, key: undefined, valueFrom: keyFrom, value, isQuoted: false }
  }
  const head = { from, negated, key: line.slice(keyFrom, colon), valueFrom: colon + 1 }
  if (line[colon + 1] !== '"') {
    const value = line.slice(colon + 1, plainTo)
    const stray = value.includes('"') ? { problem: 'A quote goes around the whole value.' } : {}
    return { ...head, to: plainTo, value, isQuoted: false, ...stray }
  }
  const { value, to } = quotedAt(line, colon + 2)
  if (to === undefined) return { ...head, to: line.length, value, isQuoted: true, problem: 'The quote is not closed.' }
  if (to < line.length && !isBlank(line[to]))
    return { ...head, to: endOfWord(line, to), value, isQuoted: true, problem: 'A blank is missing behind the quote.' }
  return { ...head, to, value, isQuoted: true }
}

const escapes: Readonly<Record<string, string>> = { '"': '"', '\\': '\\', n: '\n', r: '\r', t: '\t' }

/** Reads what is between quotes. @returns it, and where the closing quote ends; nowhere if it is missing. */
export const quotedAt = (line: string, from: number): { readonly value: string; readonly to: number | undefined } => {
  let value = ''
  for (let at = from; at < line.length; at++) {
    const character = line.charAt(at)
    if (character === '"') return { value, to: at + 1 }
    const escaped = character === '\\' ? escapes[line.charAt(at + 1)] : undefined
    value += escaped ?? character
    if (escaped !== undefined) at++
  }
  return { value, to: undefined }
}

/** A value as a line has it: in quotes where it would not be read as it is. */
export const quoted = (value: string): string => (value === '' || /[\s"]/.test(value) ? inQuotes(value) : value)

const inQuotes = (value: string): string =>
  `"${value.replace(/["\\]/g, '\\$&').replaceAll('\n', '\\n').replaceAll('\r', '\\r').replaceAll('\t', '\\t')}"`

const isBlank = (character: string | undefined): boolean => character !== undefined && /\s/.test(character)

const endOfWord = (line: string, from: number): number => {
  const blank = line.slice(from).search(/\s/)
  return blank < 0 ? line.length : from + blank
}
