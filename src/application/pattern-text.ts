import type { Pattern } from '../ports/read-models.js'

/** As the HTTP API reads it: `post.*` is a prefix, `50\\*` the value `50*`. */
export const patternOf = (text: string): Pattern => {
  if (!text.endsWith('*')) return { value: text, prefix: false }
  return text.endsWith('\\*')
    ? { value: `${text.slice(0, -2)}*`, prefix: false }
    : { value: text.slice(0, -1), prefix: true }
}

/** As it is written: the other way round. */
export const patternText = ({ value, prefix }: Pattern): string =>
  prefix ? `${value}*` : value.endsWith('*') ? `${value.slice(0, -1)}\\*` : value
