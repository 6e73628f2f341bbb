import type { JSX } from 'preact'
import { apiUrl, ask } from '../api/request.js'
import { FirstEvent } from '../parts/first-event.js'
import { Empty } from '../parts/notice.js'
import { currentOf, useAnswer } from '../parts/use-answer.js'
import { keyOf } from '../query/fields.js'
import type { Query } from '../query/query.js'
import { emptyQuery, termsOf, withPeriod, withoutTerm } from '../query/query.js'
import { quoted } from '../query/tokens.js'
import { feedHref, parametersAt, view } from './view.js'

/** Where nothing was ever recorded: how to begin. */
export const NoEvents = (): JSX.Element => (
  <Empty title="Nothing has happened yet">
    <p>Tell Annals what somebody did to a record, and it is here a moment later:</p>
    <FirstEvent />
    <p>
      What else an event may say is in <a href={apiUrl('/docs')}>the HTTP API</a>.
    </p>
  </Empty>
)

/** Conditions that are counted without: each is a request. */
const maxCounted = 8

interface Without {
  readonly name: string
  readonly query: Query
}

const withoutEach = (query: Query): readonly Without[] => [
  ...termsOf(query).map((term) => ({
    name: `${term.negated ? '-' : ''}${keyOf(term.field)}:${quoted(term.value)}`,
    query: withoutTerm(query, term),
  })),
  ...(query.since === undefined
    ? []
    : [{ name: `since:${query.since}`, query: withPeriod(query, undefined, query.until) }]),
  ...(query.until === undefined
    ? []
    : [{ name: `until:${query.until}`, query: withPeriod(query, query.since, undefined) }]),
]

/** Where a filter lets nothing through: which of its conditions to drop, and what there would be then. */
export const NothingFound = (): JSX.Element => {
  const choices = withoutEach(view.value.query).slice(0, maxCounted)
  const [answer] = useAnswer(
    (signal) =>
      Promise.all(
        choices.map(async ({ query }) => {
          const parameters = parametersAt(query)
          parameters.set('limit', '1')
          return (await ask<{ readonly total: number }>('/v1/stats', parameters, { signal })).total
        }),
      ),
    view.value.key,
  )
  const counts = currentOf(answer)
  const isOne = choices.length === 1
  return (
    <Empty title="Nothing meets all of this">
      {!isOne && (
        <ul class="without">
          {choices.map(({ name, query }, index) => (
            <li key={name}>
              <a href={feedHref(query)}>
                Without <code>{name}</code>
              </a>
              <span class="without-count">{counts?.[index]?.toLocaleString() ?? '…'}</span>
            </li>
          ))}
        </ul>
      )}
      {!isOne && counts?.every((count) => count === 0) === true && (
        <p>No single condition is the reason: at least two of them have to go.</p>
      )}
      <p>
        <a href={feedHref(emptyQuery)}>Show everything</a>
      </p>
    </Empty>
  )
}
