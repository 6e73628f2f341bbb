import type { JSX } from 'preact'
import { useRef } from 'preact/hooks'
import type { StatsAnswer, StatsItem } from '../../ports/read-models.js'
import { ask } from '../api/request.js'
import { Answered } from '../parts/answered.js'
import { compact, count } from '../parts/numbers.js'
import { useAnswer } from '../parts/use-answer.js'
import { feedLink } from '../query/feed-link.js'
import { timeZone, zone } from '../settings.js'
import { intervalText } from './interval-text.js'
import type { Period } from './range.js'

const weekdays = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']
const hours = Array.from({ length: 24 }, (_, hour) => hour)
const levels = 5

/** When it is busy: a table of the week, each cell darker the more events its hour has, and a link to the last such hour. */
export const WeekHeat = ({ period }: { readonly period: Period }): JSX.Element => {
  const [answer, retry] = useAnswer(
    (signal) => ask<StatsAnswer>('/v1/stats', { since: period.since, cycle: 'week', timeZone: timeZone() }, { signal }),
    { ...period, zone: zone.value },
    JSON.stringify([period.preset.id, zone.value]),
  )
  return (
    <section class="card wide" aria-labelledby="week-title">
      <h2 id="week-title">Hours of the week</h2>
      <Answered answer={answer} retry={retry} what="hours of the week" lines={8}>
        {({ items }) => <Week items={items} />}
      </Answered>
      <p class="soft small">
        In {timeZone()}. A cell leads to the latest such hour that has events. Arrow keys go from cell to cell.
      </p>
    </section>
  )
}

const Week = ({ items }: { readonly items: readonly StatsItem[] }): JSX.Element => {
  const table = useRef<HTMLTableElement>(null)
  const most = Math.max(1, ...items.map((item) => item.count))
  const found = new Map(items.map((item) => [`${String(item.weekday)}/${String(item.hour)}`, item]))
  const first = items[0]
  return (
    <div class="scroller" role="region" aria-label="Events by weekday and hour" tabIndex={0}>
      <table class="heat" ref={table} onKeyDown={(event) => step(table.current, event)}>
        <thead>
          <tr>
            <th scope="col">
              <span class="visually-hidden">Weekday</span>
            </th>
            {hours.map((hour) => (
              <th key={hour} scope="col">
                {String(hour).padStart(2, '0')}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {weekdays.map((name, day) => (
            <tr key={name}>
              <th scope="row">
                <abbr title={name}>{name.slice(0, 3)}</abbr>
              </th>
              {hours.map((hour) => {
                const item = found.get(`${String(day + 1)}/${String(hour)}`)
                return item === undefined ? (
                  <td key={hour} />
                ) : (
                  <td key={hour} class={`heat-${String(Math.ceil((levels * item.count) / most))}`}>
                    <a
                      href={feedLink({ since: item.from, until: item.to })}
                      tabIndex={item === first ? 0 : -1}
                      title={`${count(item.count)} on ${name}s at ${String(hour)}; the last: ${intervalText('hour', Date.parse(item.from ?? ''))}`}
                    >
                      {compact(item.count)}
                    </a>
                  </td>
                )
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

const ways: Readonly<Record<string, readonly [rows: number, cells: number]>> = {
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
}

/** To the next cell that way that has events: one stop for the tab key, not a hundred. */
const step = (table: HTMLTableElement | null, event: KeyboardEvent): void => {
  const way = ways[event.key]
  const cell = (event.target as Element).closest('td')
  if (way === undefined || cell === null || table === null) return
  event.preventDefault()
  const [rows, cells] = way
  let [row, column] = [(cell.parentElement as HTMLTableRowElement).rowIndex + rows, cell.cellIndex + cells]
  for (;;) {
    const next = table.rows[row]?.cells[column]
    if (next === undefined || next.tagName === 'TH') return
    const link = next.querySelector('a')
    if (link !== null) {
      for (const one of table.querySelectorAll('a')) one.tabIndex = one === link ? 0 : -1
      link.focus()
      return
    }
    row += rows
    column += cells
  }
}
