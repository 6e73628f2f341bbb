import type { JSX } from 'preact'
import { FullTime, Time } from '../parts/time.js'
import type { Refusal } from './shapes.js'

const names: Readonly<Record<string, string>> = {
  emit: 'record an event',
  emitMany: 'record several events',
  recordState: 'record a state',
  restore: 'restore',
}

/** What was not stored of late, and why. */
export const Refusals = ({
  items,
  startedAt,
}: {
  readonly items: readonly Refusal[]
  readonly startedAt: string
}): JSX.Element => (
  <section class="card" aria-labelledby="refusals-title">
    <h2 id="refusals-title">Recent refusals</h2>
    {items.length === 0 ? (
      <p class="soft">
        Nothing was refused since the store was opened, <Time at={startedAt} />.
      </p>
    ) : (
      <div class="scroller" role="region" aria-label="Table of refusals" tabIndex={0}>
        <table>
          <thead>
            <tr>
              <th scope="col">When</th>
              <th scope="col">What was asked for</th>
              <th scope="col">Why not</th>
              <th scope="col">Fields</th>
            </tr>
          </thead>
          <tbody>
            {items.map(({ at, operation, reason, fields }, n) => (
              <tr key={items.length - n}>
                <td>
                  <FullTime at={at} />
                </td>
                <td>{names[operation] ?? operation}</td>
                <td>
                  <code>{reason}</code>
                </td>
                <td>{fields.length === 0 ? '–' : <code>{fields.join(', ')}</code>}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    )}
  </section>
)
