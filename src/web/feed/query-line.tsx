import type { JSX } from 'preact'
import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import type { LineProblem } from '../query/parse-query.js'
import { maxLineLength, parseQuery } from '../query/parse-query.js'
import { printQuery } from '../query/print-query.js'
import { emptyQuery } from '../query/query.js'
import { complete } from '../query/typing.js'
import type { Edited } from '../query/typing.js'
import { LineProblems } from './line-problems.js'
import { SuggestionList, optionId } from './suggestion-list.js'
import { useActive } from './use-active.js'
import { useEarlyChoice } from './use-early-choice.js'
import { useSuggestions } from './use-suggestions.js'
import { addressProblems, line, restart, showQuery } from './view.js'

/** The filter as a line of text, with completion: a combobox with a list (ARIA Authoring Practices, "combobox with list autocomplete"). */
export const QueryLine = (): JSX.Element => {
  const input = useRef<HTMLInputElement>(null)
  const [text, setText] = useState(line.value)
  const [caret, setCaret] = useState(0)
  const [isOpen, setOpen] = useState(false)
  const [problems, setProblems] = useState<readonly LineProblem[]>(addressProblems.value)
  const suggested = useSuggestions(text, caret, isOpen)
  const { typing, suggestions } = suggested
  const { active, earlyPlace, move } = useActive(suggested)
  const isListed = isOpen && suggestions.length > 0

  useLayoutEffect(() => {
    if (document.activeElement === input.current) input.current?.setSelectionRange(caret, caret)
  }, [text])

  const apply = (asked: string): void => {
    setOpen(false)
    const parsed = parseQuery(asked)
    setProblems(parsed._tag === 'Problems' ? parsed.problems : [])
    if (parsed._tag === 'Problems') return
    // The same again is asked anew: `since:1h` has moved on.
    if (printQuery(parsed.query) === line.value) restart()
    else showQuery(parsed.query)
    setText(line.value)
  }
  const put = (edited: Edited): void => {
    setText(edited.line)
    setCaret(edited.caret)
    setProblems([])
  }
  const early = useEarlyChoice({ line: text, caret }, put, apply)
  // The filter was changed: here, by a facet, a time, or going back.
  useLayoutEffect(() => {
    early.takeBack()
    setText(line.value)
    setProblems(addressProblems.value)
  }, [line.value])
  const choose = (index: number): void => {
    const chosen = suggestions[index]
    if (chosen === undefined || typing === undefined) return
    if (early.awaited() === typing) early.takeBack()
    put(complete(text, typing, chosen.text, chosen.isWhole))
    input.current?.focus()
  }
  const enter = (): void => {
    const awaited = early.awaited()
    if (awaited !== undefined && awaited === typing) early.thenApply()
    else if (active !== undefined) choose(active)
    else if (earlyPlace !== undefined && typing?._tag === 'Value') early.choose(typing, earlyPlace)
    else if (awaited !== undefined) early.thenApply()
    else apply(text)
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.isComposing) return
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      setOpen(true)
      move(event.key === 'ArrowDown' ? 1 : -1)
    } else if (event.key === 'Enter') enter()
    else if (event.key === 'Escape' && (early.takeBack() || isListed)) setOpen(false)
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
