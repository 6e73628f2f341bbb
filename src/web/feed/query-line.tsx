import type { JSX } from 'preact'
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import type { LineProblem } from '../query/parse-query.js'
import { maxLineLength, parseQuery } from '../query/parse-query.js'
import { printQuery } from '../query/print-query.js'
import { emptyQuery } from '../query/query.js'
import { complete } from '../query/typing.js'
import { LineProblems } from './line-problems.js'
import { SuggestionList, optionId } from './suggestion-list.js'
import { useSuggestions } from './use-suggestions.js'
import { addressProblems, line, restart, showQuery } from './view.js'

/** The filter as a line of text, with completion: a combobox with a list (ARIA Authoring Practices, "combobox with list autocomplete"). */
export const QueryLine = (): JSX.Element => {
  const input = useRef<HTMLInputElement>(null)
  const [text, setText] = useState(line.value)
  const [caret, setCaret] = useState(0)
  const [isOpen, setOpen] = useState(false)
  const [active, setActive] = useState<number | undefined>(undefined)
  const [problems, setProblems] = useState<readonly LineProblem[]>(addressProblems.value)
  const { typing, suggestions } = useSuggestions(text, caret, isOpen)
  const isListed = isOpen && suggestions.length > 0

  // The filter was changed elsewhere: by a facet, a time, or going back.
  useEffect(() => {
    setText(line.value)
    setProblems(addressProblems.value)
  }, [line.value])
  useEffect(() => setActive(undefined), [suggestions])
  useLayoutEffect(() => {
    if (document.activeElement === input.current) input.current?.setSelectionRange(caret, caret)
  }, [text])

  const apply = (): void => {
    setOpen(false)
    const parsed = parseQuery(text)
    setProblems(parsed._tag === 'Problems' ? parsed.problems : [])
    if (parsed._tag === 'Problems') return
    // The same again is asked anew: `since:1h` has moved on.
    if (printQuery(parsed.query) === line.value) restart()
    else showQuery(parsed.query)
    setText(line.value)
  }
  const choose = (index: number): void => {
    const chosen = suggestions[index]
    if (chosen === undefined || typing === undefined) return
    const edited = complete(text, typing, chosen.text, chosen.isWhole)
    setText(edited.line)
    setCaret(edited.caret)
    setProblems([])
    input.current?.focus()
  }
  const move = (step: 1 | -1): void => {
    setOpen(true)
    const count = suggestions.length
    if (count === 0) return
    setActive((at) => (at === undefined ? (step > 0 ? 0 : count - 1) : (at + step + count) % count))
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.isComposing) return
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') move(event.key === 'ArrowDown' ? 1 : -1)
    else if (event.key === 'Enter' && isListed && active !== undefined) choose(active)
    else if (event.key === 'Enter') apply()
    else if (event.key === 'Escape' && isListed) setOpen(false)
    else if (event.key === 'Escape') input.current?.blur()
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  const follow = (): void => setCaret(input.current?.selectionStart ?? 0)

  return (
    <search class="query">
      <label for="query" class="visually-hidden">
        Filter
      </label>
      <div class="query-box">
        <input
          id="query"
          ref={input}
          type="text"
          role="combobox"
          aria-autocomplete="list"
          aria-expanded={isListed}
          aria-controls="query-list"
          aria-activedescendant={isListed && active !== undefined ? optionId(active) : undefined}
          aria-invalid={problems.length > 0}
          aria-describedby={problems.length > 0 ? 'query-problems' : undefined}
          aria-keyshortcuts="/"
          autocomplete="off"
          autocapitalize="off"
          spellcheck={false}
          enterkeyhint="search"
          maxLength={maxLineLength}
          placeholder="actor:ada verb:post.* -channel:bulk since:7d"
          value={text}
          onInput={(event) => {
            setText(event.currentTarget.value)
            setProblems([])
            setOpen(true)
            follow()
          }}
          onKeyDown={onKeyDown}
          onKeyUp={(event) => {
            if (/^(Arrow(Left|Right)|Home|End)$/.test(event.key)) follow()
          }}
          onClick={() => {
            follow()
            setOpen(true)
          }}
          onBlur={() => setOpen(false)}
        />
        {text === '' ? (
          <kbd aria-hidden="true">/</kbd>
        ) : (
          <button
            type="button"
            class="quiet"
            aria-label="Clear the filter"
            onClick={() => {
              setText('')
              setProblems([])
              showQuery(emptyQuery)
              input.current?.focus()
            }}
          >
            ×
          </button>
        )}
        <SuggestionList suggestions={isListed ? suggestions : []} active={active} onChoose={choose} />
      </div>
      <LineProblems text={text} problems={problems} />
    </search>
  )
}
