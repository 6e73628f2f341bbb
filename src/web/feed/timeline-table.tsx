import type { JSX } from 'preact'
import type { Bucket, Interval } from './buckets.js'
import { said } from './buckets-text.js'
import { periodHref } from './period.js'

/** The same figures to be read, and each a link to its time. */
export const TimelineTable = ({
  buckets,
  interval,
}: {
  readonly buckets: readonly Bucket[]
  readonly interval: Interval
}): JSX.Element => (
  <div class="timeline-table" tabIndex={0} role="region" aria-label="Volume as a table">
    <table>
      <caption class="visually-hidden">Events by {interval}, where there are any</caption>
      <thead>
        <tr>
          <th scope="col">From</th>
          <th scope="col" class="number">
            Events
          </th>
        </tr>
      </thead>
      <tbody>
        {buckets
          .filter(({ count }) => count > 0)
          .map((bucket) => (
            <tr key={bucket.from}>
              <th scope="row">
                <a href={periodHref(bucket)}>{said(bucket.from, interval)}</a>
              </th>
              <td class="number">{bucket.count.toLocaleString()}</td>
            </tr>
          ))}
      </tbody>
    </table>
  </div>
)
