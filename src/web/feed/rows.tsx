import type { JSX } from 'preact'
import { useEffect, useLayoutEffect, useMemo, useRef } from 'preact/hooks'
import { search } from '../routing/route.js'
import { currentId, movement } from './current-row.js'
import type { Feed } from './feed.js'
import { pointerOver } from './reading.js'
import { leaveAt, returnTo } from './return-place.js'
import { RowView } from './row-view.js'
import { rem, useWidth } from './use-width.js'
import { useWindowRows } from './use-window-rows.js'

/** In rem: below this a row has two lines. */
const oneLineFrom = 46
const oneLineRem = 2.125
const twoLinesRem = 4.25
/** The header of the dashboard and that of the table stick to the top. */
const coveredRem = 6
/** Older rows are asked for while so many are still below. */
const ahead = 60

export const Rows = ({ feed, isStale }: { readonly feed: Feed; readonly isStale: boolean }): JSX.Element => {
  const table = useRef<HTMLTableElement>(null)
  const body = useRef<HTMLTableSectionElement>(null)
  const width = useWidth(table)
  const isStacked = width < oneLineFrom
  const rows = feed.rows.value
  // Not while one scrolls: there may be tens of thousands.
  const found = useMemo(() => rows.findIndex(({ id }) => id === currentId.value), [rows, currentId.value])
  const current = found < 0 ? 0 : found
  const { items, height, margin, offset, reveal } = useWindowRows({
    count: rows.length,
    rowHeight: Math.round((isStacked ? twoLinesRem : oneLineRem) * rem()),
    list: body,
    kept: found < 0 ? undefined : found,
    covered: coveredRem * rem(),
  })
  const last = items.at(-1)?.index ?? 0
  useEffect(() => {
    if (!isStale && feed.error.value === undefined && last >= rows.length - ahead) feed.more()
  }, [feed, last, rows.length, isStale])

  const focusNext = useRef(false)
  useLayoutEffect(() => {
    movement.by = (step) => {
      const isWithin = body.current?.contains(document.activeElement) === true
      const target =
        rows[found < 0 || (!isWithin && !isVisible(items, found)) ? firstVisible(items, margin) : found + step]
      if (target === undefined) return
      focusNext.current = true
      reveal(rows.indexOf(target))
      // The same row again is focused too.
      if (currentId.value === target.id) focusRow(body.current, target.id)
      currentId.value = target.id
    }
  })
  useLayoutEffect(() => {
    if (!focusNext.current || currentId.value === undefined) return
    focusNext.current = false
    focusRow(body.current, currentId.value)
  }, [currentId.value])
  const returning = useRef(returnTo(feed))
  useLayoutEffect(() => {
    const y = returning.current
    returning.current = undefined
    // The first time where the list is, is measured; by then it has its height.
    if (margin === 0) returning.current = y
    else if (y !== undefined) scrollTo(0, y)
    else leaveAt(feed, offset)
  })
  useEffect(() => () => pointerOver(false), [])
  const openId = search.value.get('event')

  return (
    <table
      role="table"
      ref={table}
      class={`rows${isStacked ? ' stacked' : ''}${isStale ? ' stale' : ''}`}
      aria-label="Events, newest first"
      aria-rowcount={feed.hasMore.value ? -1 : rows.length + 1}
      aria-busy={isStale}
      onPointerEnter={() => pointerOver(true)}
      onPointerLeave={() => pointerOver(false)}
      onKeyDown={moveByArrows}
    >
      <thead role="rowgroup">
        <tr role="row" aria-rowindex={1}>
          {columns.map(([name, title]) => (
            <th key={name} role="columnheader" scope="col" class={`cell-${name}`}>
              {title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup" ref={body} style={{ height: `${height}px` }}>
        {items.map(({ index, start }) => {
          const row = rows[index]
          return (
            row !== undefined && (
              <RowView
                key={row.id}
                row={row}
                index={index}
                top={start - margin}
                isCurrent={index === current}
                isOpen={row.id === openId}
              />
            )
          )
        })}
      </tbody>
    </table>
  )
}

const columns = [
  ['time', 'When'],
  ['actor', 'Actor'],
  ['verb', 'Verb'],
  ['subject', 'Subject'],
  ['what', 'What'],
  ['channel', 'Channel'],
  ['outcome', 'Outcome'],
] as const

const moveByArrows = (event: KeyboardEvent): void => {
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : undefined
  if (step === undefined || event.altKey || event.ctrlKey || event.metaKey) return
  event.preventDefault()
  movement.by(step)
}

type Items = readonly { readonly index: number; readonly start: number; readonly end: number }[]

const isVisible = (items: Items, index: number): boolean =>
  items.some((item) => item.index === index && item.end > scrollY && item.start < scrollY + innerHeight)

const firstVisible = (items: Items, margin: number): number => {
  const top = Math.max(margin, scrollY + coveredRem * rem())
  return items.find(({ start }) => start >= top)?.index ?? 0
}

const focusRow = (body: HTMLElement | null, id: string): void =>
  body?.querySelector<HTMLElement>(`[data-id="${CSS.escape(id)}"] [data-verb]`)?.focus({ preventScroll: true })
