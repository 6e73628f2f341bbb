/** What a filter or a rule compares texts with: the whole value, or how it begins. */
export interface Pattern {
  readonly value: string
  readonly prefix: boolean
}

/** As it is written: `post.*` is the prefix `post.`, `50\*` the value `50*`, `*` every value. */
export const patternOf = (text: string): Pattern => {
  if (!text.endsWith('*')) return { value: text, prefix: false }
  return text.endsWith('\\*')
    ? { value: `${text.slice(0, -2)}*`, prefix: false }
    : { value: text.slice(0, -1), prefix: true }
}

/** The other way round. */
export const patternText = ({ value, prefix }: Pattern): string =>
  prefix ? `${value}*` : value.endsWith('*') ? `${value.slice(0, -1)}\\*` : value
