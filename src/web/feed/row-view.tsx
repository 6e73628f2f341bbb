import type { JSX } from 'preact'
import { useMemo } from 'preact/hooks'
import { ActorName, SubjectLink } from '../parts/names.js'
import { Time } from '../parts/time.js'
import { eventHref } from '../routing/here.js'
import { navigate } from '../routing/route.js'
import { currentId } from './current-row.js'
import type { FeedRow } from './feed-row.js'

interface RowProps {
  readonly row: FeedRow
  readonly index: number
  /** px from the beginning of the list. */
  readonly top: number
  readonly isCurrent: boolean
  readonly isOpen: boolean
}

/** One event. The verb is the link that opens it; a click beside it does too. */
export const RowView = ({ row, index, top, isCurrent, isOpen }: RowProps): JSX.Element =>
  // The same element again is not looked at: while one scrolls only rows that come into view are made.
  useMemo(
    () => (
      <tr
        role="row"
        aria-rowindex={index + 2}
        data-id={row.id}
        class={`row${isCurrent ? ' current' : ''}${isOpen ? ' open' : ''}${row.isFailure ? ' failed' : ''}`}
        style={{ transform: `translateY(${top}px)` }}
        onClick={(event) => openUnlessMeant(event, row.id)}
        onFocusIn={() => (currentId.value = row.id)}
      >
        <td role="cell" class="cell-time">
          <Time at={row.occurredAt} />
        </td>
        <td role="cell" class="cell-actor">
          <ActorName actor={row.actor} />
        </td>
        <td role="cell" class="cell-verb">
          <VerbLink row={row} isCurrent={isCurrent} isOpen={isOpen} />
        </td>
        <td role="cell" class="cell-subject" title={`${row.subject.type}/${row.subject.id}`}>
          <SubjectLink subject={row.subject} {...(isCurrent ? {} : { tabIndex: -1 })} />
        </td>
        <td role="cell" class="cell-what" title={row.what}>
          <bdi>{row.what}</bdi>
        </td>
        <td role="cell" class="cell-channel">
          <bdi>{row.channel}</bdi>
        </td>
        <td role="cell" class="cell-outcome">
          {row.isFailure ? (
            <span class="outcome-failure">Failed</span>
          ) : (
            <span class="outcome-success">
              <span aria-hidden="true">✓</span>
              <span class="visually-hidden">Success</span>
            </span>
          )}
        </td>
      </tr>
    ),
    [row, index, top, isCurrent, isOpen],
  )

const VerbLink = ({ row, isCurrent, isOpen }: Pick<RowProps, 'row' | 'isCurrent' | 'isOpen'>): JSX.Element => (
  <a
    class="verb"
    href={eventHref(row.id)}
    tabIndex={isCurrent ? undefined : -1}
    aria-current={isOpen ? 'true' : undefined}
    data-verb
  >
    <bdi>{row.verb}</bdi>
  </a>
)

const openUnlessMeant = (event: MouseEvent, id: string): void => {
  const target = event.target as Element
  const isMeant = event.defaultPrevented || event.ctrlKey || event.metaKey || target.closest('a, button') !== null
  if (isMeant || getSelection()?.isCollapsed === false) return
  // As the link does when it is clicked: the focus comes back to it once the event is closed.
  target.closest('tr')?.querySelector<HTMLElement>('[data-verb]')?.focus({ preventScroll: true })
  navigate(eventHref(id))
}
