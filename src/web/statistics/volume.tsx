import type { JSX } from 'preact'
import { Answered } from '../parts/answered.js'
import { count, counted } from '../parts/numbers.js'
import { Unfolding } from '../parts/unfolding.js'
import { useAnswer } from '../parts/use-answer.js'
import { feedLink } from '../query/feed-link.js'
import { hereWith } from '../routing/here.js'
import { zone } from '../settings.js'
import { intervalText } from './interval-text.js'
import type { Period, Preset } from './range.js'
import { groupingAsked, groupings } from './range.js'
import { loadVolume } from './series.js'
import type { Volume } from './series.js'
import { groupingNames } from './grouping.js'
import { VolumeChart } from './volume-chart.js'

export const VolumeOverTime = ({ period }: { readonly period: Period }): JSX.Element => {
  const by = groupingAsked()
  const [answer, retry] = useAnswer(
    (signal) => loadVolume(period, by, signal),
    { ...period, by, zone: zone.value },
    JSON.stringify([period.preset.id, by, zone.value]),
  )
  return (
    <section class="card wide" aria-labelledby="volume-title">
      <div class="card-head">
        <h2 id="volume-title">Volume over time</h2>
        <nav class="choices" aria-label="Volume by">
          {groupings.map((one) => (
            <a key={one} href={hereWith({ by: one })} aria-current={one === by ? 'true' : undefined}>
              by {groupingNames[one]}
            </a>
          ))}
        </nav>
      </div>
      <Answered answer={answer} retry={retry} what="volume over time" lines={9}>
        {(volume, asked) => (
          <>
            <VolumeChart
              volume={volume}
              interval={asked.preset.interval}
              label={`Stacked bars: ${counted(volume.total, 'event')} by ${asked.preset.interval} and ${groupingNames[asked.by]}, ${asked.preset.inWords}. The table below has every figure.`}
            />
            <Unfolding class="as-table" summary="As a table">
              {() => <VolumeTable volume={volume} preset={asked.preset} what={groupingNames[asked.by]} />}
            </Unfolding>
          </>
        )}
      </Answered>
    </section>
  )
}

/** Newest first, without the intervals that have no event. */
const VolumeTable = ({
  volume: { starts, ends, series },
  preset: { interval },
  what,
}: {
  readonly volume: Volume
  readonly preset: Preset
  readonly what: string
}): JSX.Element => {
  const rows = starts
    .map((start, place) => ({ start, end: ends[place] ?? start, place }))
    .filter(({ place }) => series.some(({ counts }) => (counts[place] ?? 0) > 0))
    .toReversed()
  return (
    <div class="scroller" role="region" aria-label={`Events by ${interval} and ${what}`} tabIndex={0}>
      <table>
        <thead>
          <tr>
            <th scope="col">From</th>
            {series.map(({ value }) => (
              <th key={value.key} scope="col" class="number">
                <bdi>{value.name}</bdi>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ start, end, place }) => {
            const period = { since: new Date(start).toISOString(), until: new Date(end).toISOString() }
            return (
              <tr key={start}>
                <th scope="row">
                  <a href={feedLink(period)}>{intervalText(interval, start)}</a>
                </th>
                {series.map(({ value, counts }) => (
                  <td key={value.key} class="number">
                    {value.filter === undefined || (counts[place] ?? 0) === 0 ? (
                      count(counts[place] ?? 0)
                    ) : (
                      <a href={feedLink({ ...value.filter, ...period })}>{count(counts[place] ?? 0)}</a>
                    )}
                  </td>
                ))}
              </tr>
            )
          })}
        </tbody>
      </table>
    </div>
  )
}
