import type { JSX } from 'preact'
import { withPeriod } from '../query/query.js'
import { query, showQuery } from './view.js'

const presets = [
  ['1h', '1 h', 'The last hour'],
  ['24h', '24 h', 'The last 24 hours'],
  ['7d', '7 d', 'The last 7 days'],
  ['30d', '30 d', 'The last 30 days'],
  [undefined, 'All', 'All time'],
] as const

export const TimePresets = (): JSX.Element => {
  const { since, until } = query.value
  return (
    <div class="presets" role="group" aria-label="Time">
      {presets.map(([text, short, long]) => (
        <button
          key={short}
          type="button"
          aria-pressed={since === text && until === undefined}
          title={long}
          onClick={() => showQuery(withPeriod(query.value, text, undefined))}
        >
          <span aria-hidden="true">{short}</span>
          <span class="visually-hidden">{long}</span>
        </button>
      ))}
    </div>
  )
}
