import type { JSX } from 'preact'
import type { Json } from '../../domain/json.js'
import { isRedacted } from '../../domain/redacted-value.js'
import { JsonTree } from './json-tree.js'
import { PlainText } from './plain-text.js'
import { Scalar } from './scalar.js'
import './values.css'

/** Longest JSON of an object or array that stands on one line. */
const maxInline = 60

/** Any value of a record, as people read it: an object or an array that is not small as a tree. */
export const Value = ({ value }: { readonly value: Json }): JSX.Element => {
  if (typeof value !== 'object' || value === null || isRedacted(value)) return <Scalar value={value} />
  const inline = inlineJson(value)
  return inline === undefined ? (
    <JsonTree value={value} />
  ) : (
    <code class="inline-json">
      <PlainText text={inline} />
    </code>
  )
}

const inlineJson = (value: Json): string | undefined => {
  const children = Object.values(value as object) as readonly Json[]
  if (children.length > 10 || children.some((child) => typeof child === 'object' && child !== null)) return undefined
  if (children.some((child) => typeof child === 'string' && child.length > maxInline)) return undefined
  const json = JSON.stringify(value)
  return json.length > maxInline ? undefined : json.replaceAll(',"', ', "')
}
