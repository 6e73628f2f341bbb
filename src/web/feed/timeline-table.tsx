import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { FullTime } from '../parts/time.js'
import type { Bucket, Interval } from './buckets.js'
import { periodHref } from './period.js'

/** The same figures to be read, and each a link to its time. */
export const TimelineTable = ({
  buckets,
  interval,
}: {
  readonly buckets: readonly Bucket[]
  readonly interval: Interval
}): JSX.Element => {
  const [isOpen, setOpen] = useState(false)
  return (
    <details class="timeline-table" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>As a table</summary>
      {isOpen && (
        <div class="timeline-scroll" tabIndex={0} role="region" aria-label="Volume as a table">
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
                      <a href={periodHref(bucket)}>
                        <FullTime at={new Date(bucket.from).toISOString()} />
                      </a>
                    </th>
                    <td class="number">{bucket.count.toLocaleString()}</td>
                  </tr>
                ))}
            </tbody>
          </table>
        </div>
      )}
    </details>
  )
}
