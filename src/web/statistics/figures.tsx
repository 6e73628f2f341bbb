import type { JSX } from 'preact'
import type { StatsAnswer } from '../../ports/read-models.js'
import { compact, count, share } from '../parts/numbers.js'
import { feedLink } from '../query/feed-link.js'

export interface Totals {
  readonly outcomes: StatsAnswer
  readonly calls: number | undefined
}

/** What stands above all charts. */
export const Figures = ({
  totals: { outcomes, calls },
  since,
}: {
  readonly totals: Totals
  readonly since: string | undefined
}): JSX.Element => {
  const failures = outcomes.items.find(({ outcome }) => outcome === 'failure')?.count ?? 0
  return (
    <dl class="figures">
      <div>
        <dt>Events</dt>
        <dd title={count(outcomes.total)}>
          <a href={feedLink({ since })}>{compact(outcomes.total)}</a>
        </dd>
      </div>
      <div>
        <dt>Failures</dt>
        <dd title={count(failures)}>
          <a href={feedLink({ outcome: 'failure', since })}>{compact(failures)}</a>{' '}
          <span class="soft small">{share(failures, outcomes.total)}</span>
        </dd>
      </div>
      {calls !== undefined && (
        <div>
          <dt>Calls</dt>
          <dd title={count(calls)}>{compact(calls)}</dd>
        </div>
      )}
    </dl>
  )
}
