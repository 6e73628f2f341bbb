import type { JSX } from 'preact'
import { useMemo } from 'preact/hooks'
import type { StoredEvent } from '../api/shapes.js'
import { duration } from '../parts/duration.js'
import { SubjectLink } from '../parts/names.js'
import { eventHref } from '../routing/here.js'
import { waterfallOf } from './waterfall.js'
import type { Bar, Lane } from './waterfall.js'

/** The events over time: a lane for each record and service, a bar for each call, a point for each change. */
export const WaterfallView = ({ events }: { readonly events: readonly StoredEvent[] }): JSX.Element => {
  const { lanes, ticks, totalMs } = useMemo(() => waterfallOf(events), [events])
  return (
    <div class="waterfall">
      <div class="waterfall-scale" aria-hidden="true">
        {ticks.map((tick) => (
          <span key={tick} style={{ insetInlineStart: percent(totalMs === 0 ? 0 : tick / totalMs) }}>
            {tick === 0 ? '0' : duration(tick)}
          </span>
        ))}
      </div>
      {lanes.map((lane) => (
        <LaneOf key={lane.key} lane={lane} />
      ))}
    </div>
  )
}

const percent = (share: number): string => `${(share * 100).toFixed(3)}%`

const LaneOf = ({ lane }: { readonly lane: Lane }): JSX.Element => (
  <section class="lane">
    <h2>
      {lane.name._tag === 'Service' ? (
        <>
          <span class="soft">service </span>
          <bdi>{lane.name.service}</bdi>
        </>
      ) : (
        <SubjectLink subject={lane.name.event.subject} />
      )}
    </h2>
    <ol>
      {lane.bars.map((bar) => (
        <BarOf key={bar.event.id} bar={bar} />
      ))}
    </ol>
  </section>
)

const BarOf = ({ bar }: { readonly bar: Bar }): JSX.Element => {
  const { event, offsetMs, durationMs } = bar
  const isFailure = event.outcome.status === 'failure'
  const kind = isFailure ? 'failure' : event.kind
  return (
    <li>
      <a href={eventHref(event.id)}>
        <span class="bar-name">
          {isFailure && <strong class="outcome failure">✕ </strong>}
          <bdi>{event.call?.operation ?? event.verb}</bdi>
        </span>
        <span class="bar-figures">
          <span class="visually-hidden">, {isFailure ? 'failed' : event.kind}, begun after </span>
          <span class="bar-offset">+{duration(offsetMs)}</span>
          {durationMs !== undefined && (
            <>
              <span class="visually-hidden">, took </span> {duration(durationMs)}
            </>
          )}
          {event.call?.statusCode !== undefined && (
            <>
              <span class="visually-hidden">, status </span> {event.call.statusCode}
            </>
          )}
        </span>
        <span class="bar-track" aria-hidden="true">
          <span
            class={durationMs === undefined ? `bar point ${kind}` : `bar ${kind}`}
            style={{ insetInlineStart: percent(bar.left), inlineSize: percent(bar.width) }}
          />
        </span>
      </a>
    </li>
  )
}
