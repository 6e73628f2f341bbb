import type { JSX } from 'preact'
import { count } from '../parts/numbers.js'
import { FullTime } from '../parts/time.js'
import { Unfolding } from '../parts/unfolding.js'
import type { MinuteOfWrites } from './shapes.js'

/** Events stored a minute over the last hour, and what was refused, as small bars and as a table. */
export const RateChart = ({ minutes }: { readonly minutes: readonly MinuteOfWrites[] }): JSX.Element => {
  const most = Math.max(1, ...minutes.map(({ stored, refused }) => stored + refused))
  const busy = minutes.filter(
    ({ stored, duplicates, unchanged, notCaptured, refused }) =>
      stored + duplicates + unchanged + notCaptured + refused > 0,
  )
  return (
    <section class="card" aria-labelledby="rate-title">
      <h2 id="rate-title">The last hour, by the minute</h2>
      <div
        class="rate"
        role="img"
        aria-label={`Events stored a minute, at most ${count(most)}. The table below has every figure.`}
      >
        {minutes.map(({ at, stored, refused }) => (
          <span key={at} class="rate-minute">
            <span class="rate-refused" style={{ blockSize: `${(100 * refused) / most}%` }} />
            <span class="rate-stored" style={{ blockSize: `${(100 * stored) / most}%` }} />
          </span>
        ))}
      </div>
      <Unfolding class="as-table" summary="As a table">
        {() =>
          busy.length === 0 ? (
            <p class="soft">Nothing was written in the last hour through this server.</p>
          ) : (
            <div class="scroller" role="region" aria-label="Writes by the minute" tabIndex={0}>
              <table>
                <thead>
                  <tr>
                    <th scope="col">Minute</th>
                    {['Stored', 'Duplicates', 'Unchanged', 'Left out', 'Refused'].map((name) => (
                      <th key={name} scope="col" class="number">
                        {name}
                      </th>
                    ))}
                  </tr>
                </thead>
                <tbody>
                  {busy.toReversed().map(({ at, stored, duplicates, unchanged, notCaptured, refused }) => (
                    <tr key={at}>
                      <th scope="row">
                        <FullTime at={at} />
                      </th>
                      {[stored, duplicates, unchanged, notCaptured, refused].map((one, n) => (
                        <td key={n} class="number">
                          {count(one)}
                        </td>
                      ))}
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          )
        }
      </Unfolding>
    </section>
  )
}
