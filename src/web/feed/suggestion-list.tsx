import type { JSX } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { counted } from '../parts/numbers.js'
import type { Suggestion } from './suggestions.js'

export const optionId = (index: number): string => `query-option-${index}`

interface SuggestionListProps {
  /** None while the list is closed. */
  readonly suggestions: readonly Suggestion[]
  readonly active: number | undefined
  readonly onChoose: (index: number) => void
}

export const SuggestionList = ({ suggestions, active, onChoose }: SuggestionListProps): JSX.Element => {
  const list = useRef<HTMLUListElement>(null)
  useEffect(() => {
    if (active !== undefined) list.current?.children[active]?.scrollIntoView({ block: 'nearest' })
  }, [active])
  return (
    <>
      <ul
        id="query-list"
        ref={list}
        role="listbox"
        aria-label="Suggestions"
        hidden={suggestions.length === 0}
        // The focus stays in the line.
        onPointerDown={(event) => event.preventDefault()}
      >
        {suggestions.map(({ text, note }, index) => (
          <li
            key={text}
            id={optionId(index)}
            role="option"
            aria-selected={index === active}
            onClick={() => onChoose(index)}
          >
            <bdi class="suggestion-text">{text}</bdi>
            <bdi class="suggestion-note">{note}</bdi>
          </li>
        ))}
      </ul>
      <span class="visually-hidden" role="status">
        {suggestions.length === 0 ? '' : counted(suggestions.length, 'suggestion')}
      </span>
    </>
  )
}
