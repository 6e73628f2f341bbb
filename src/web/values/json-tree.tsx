import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import type { Json } from '../../domain/json.js'
import { isRedacted } from '../../domain/redacted-value.js'
import { counted } from '../parts/numbers.js'
import { ShowMore, useBound } from '../parts/show-more.js'
import { Key } from './key.js'
import { Scalar } from './scalar.js'
import { weight } from './weight.js'

/** Values that may be open at once without being asked for, of all and of one. */
const openAltogether = 150
const openOfOne = 40

type Nested = readonly Json[] | Readonly<Record<string, Json>>

const isNested = (value: Json): value is Nested => typeof value === 'object' && value !== null && !isRedacted(value)

/** A value as a tree to be opened and closed. Of what is large the beginning is shown; all of it can be asked for. */
export const JsonTree = ({ value }: { readonly value: Json }): JSX.Element =>
  isNested(value) ? (
    <Members value={value} openAll={weight(value, openAltogether) < openAltogether} />
  ) : (
    <Scalar value={value} />
  )

const Members = ({ value, openAll }: { readonly value: Nested; readonly openAll: boolean }): JSX.Element => {
  const [bound, more] = useBound(100, 400)
  const isList = Array.isArray(value)
  const keys = Object.keys(value)
  if (keys.length === 0) return <code class="literal">{isList ? '[]' : '{}'}</code>
  return (
    <>
      <ul class="tree">
        {keys.slice(0, bound).map((key) => (
          <Member
            key={key}
            name={key}
            isItem={isList}
            value={(value as Readonly<Record<string, Json>>)[key] as Json}
            openAll={openAll}
          />
        ))}
      </ul>
      <ShowMore shown={bound} of={keys.length} what={isList ? 'item' : 'key'} onMore={more} />
    </>
  )
}

interface MemberProps {
  readonly name: string
  readonly isItem: boolean
  readonly value: Json
  readonly openAll: boolean
}

const Member = ({ name, isItem, value, openAll }: MemberProps): JSX.Element => {
  const [isOpen, setOpen] = useState(() => openAll || weight(value, openOfOne) < openOfOne)
  const label = isItem ? <span class="index">{name}</span> : <Key name={name} />
  if (!isNested(value) || Object.keys(value).length === 0) {
    return (
      <li>
        {label}{' '}
        <span class="tree-value">
          {isNested(value) ? (
            <code class="literal">{Array.isArray(value) ? '[]' : '{}'}</code>
          ) : (
            <Scalar value={value} />
          )}
        </span>
      </li>
    )
  }
  const count = Object.keys(value).length
  return (
    <li>
      <button type="button" class="tree-toggle" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        {label} <span class="tree-count">{counted(count, Array.isArray(value) ? 'item' : 'key')}</span>
      </button>
      {isOpen && <Members value={value} openAll={openAll} />}
    </li>
  )
}
