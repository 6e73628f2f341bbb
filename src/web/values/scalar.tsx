import type { JSX } from 'preact'
import type { Json } from '../../domain/json.js'
import { isRedacted } from '../../domain/redacted-value.js'
import { LongText } from './plain-text.js'

/** A value without others in it. Redacted values are shown as such, with the beginning of what tells two of them apart. */
export const Scalar = ({ value }: { readonly value: Json }): JSX.Element => {
  if (typeof value === 'string') {
    return (
      <span class="text-value">
        <span class="quote">"</span>
        <LongText text={value} />
        <span class="quote">"</span>
      </span>
    )
  }
  if (isRedacted(value)) {
    const token = (value as { readonly $redacted: string }).$redacted
    return (
      <span class="redacted" title={`This value was not stored. Its mark: ${token}`}>
        redacted <code>{token.slice(0, 6)}</code>
      </span>
    )
  }
  return <code class="literal">{JSON.stringify(value)}</code>
}
