import type { JSX } from 'preact'
import type { StatsAnswer } from '../../ports/read-models.js'
import { ask } from '../api/request.js'
import { Answered } from '../parts/answered.js'
import { compact, count, share } from '../parts/numbers.js'
import { useAnswer } from '../parts/use-answer.js'
import { feedLink } from '../query/feed-link.js'
import type { FeedFilter } from '../query/feed-link.js'
import type { Grouping, Period } from './range.js'
import { groupingNames, valueOf } from './grouping.js'

const shown = 8

/** The values with the most events, each with its share as a bar. */
export const TopValues = ({
  title,
  by,
  filter = {},
  period,
  none,
}: {
  readonly title: string
  readonly by: Grouping
  /** Of these events alone. */
  readonly filter?: FeedFilter
  readonly period: Period
  readonly none: string
}): JSX.Element => {
  const [answer, retry] = useAnswer(
    (signal) =>
      ask<StatsAnswer>('/v1/stats', { ...filter, since: period.since, groupBy: by, limit: shown }, { signal }),
    { ...period, by, filter },
    JSON.stringify([period.preset.id, by, filter]),
  )
  const id = `top-${title.toLowerCase().replaceAll(' ', '-')}`
  return (
    <section class="card" aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      <Answered answer={answer} retry={retry} what={title} lines={shown}>
        {({ items, total }, { since }) =>
          items.length === 0 ? (
            <p class="soft">{none}</p>
          ) : (
            <table class="shares">
              <thead class="visually-hidden">
                <tr>
                  <th scope="col">{groupingNames[by]}</th>
                  <th scope="col">Events</th>
                  <th scope="col">Share</th>
                </tr>
              </thead>
              <tbody>
                {items.map((item) => {
                  const value = valueOf(by, item)
                  const most = items[0]?.count ?? 1
                  return (
                    <tr key={value.key}>
                      <th scope="row">
                        {value.filter === undefined ? (
                          <bdi>{value.name}</bdi>
                        ) : (
                          <a href={feedLink({ ...filter, ...value.filter, since })}>
                            <bdi>{value.name}</bdi>
                          </a>
                        )}
                        <span class="share" aria-hidden="true">
                          <span style={{ inlineSize: `${(100 * item.count) / most}%` }} />
                        </span>
                      </th>
                      <td class="number" title={count(item.count)}>
                        {compact(item.count)}
                      </td>
                      <td class="number soft">{share(item.count, total)}</td>
                    </tr>
                  )
                })}
              </tbody>
            </table>
          )
        }
      </Answered>
    </section>
  )
}
