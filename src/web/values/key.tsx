import type { JSX } from 'preact'
import { PlainText } from './plain-text.js'

/** A key as it is; an empty one is shown as two quotes. */
export const Key = ({ name }: { readonly name: string }): JSX.Element => (
  <span class="key">{name === '' ? <span title="the empty key">""</span> : <PlainText text={name} />}</span>
)
