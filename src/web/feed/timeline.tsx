import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { ask } from '../api/request.js'
import { shownOf, useAnswer } from '../parts/use-answer.js'
import { timeOf } from '../query/time-text.js'
import { timeZone, zone } from '../settings.js'
import type { Bucket, Interval } from './buckets.js'
import { bucketsOver, intervalFor, isShorter } from './buckets.js'
import { Brush } from './brush.js'
import { TimePresets } from './time-presets.js'
import { TimelineTable } from './timeline-table.js'
import type { View } from './view.js'
import { view } from './view.js'

interface Volume {
  /** Of which view. */
  readonly key: string
  readonly buckets: readonly Bucket[]
  readonly interval: Interval
}

/** How many events there are over the time of the view, to choose a shorter one from. */
export const Timeline = ({
  recount,
  isNarrow,
}: {
  readonly recount: number
  readonly isNarrow: boolean
}): JSX.Element => {
  const { key } = view.value
  const [answer] = useAnswer((signal) => volumeOf(view.value, signal), { key, recount }, key)
  const shown = shownOf(answer)
  const volume = shown?.value
  const [isTable, setTable] = useState(false)
  return (
    <section class="timeline" aria-label="Volume over time">
      <div class="timeline-head">
        <TimePresets />
        <button
          type="button"
          class="quiet"
          aria-expanded={isTable}
          aria-controls="volume-table"
          onClick={() => setTable(!isTable)}
        >
          As a table
        </button>
      </div>
      {volume === undefined ? (
        <div class="chart-space">{answer._tag === 'Failed' ? 'The volume could not be counted.' : ''}</div>
      ) : (
        <div class={shown?.isOutdated === true ? 'stale' : undefined} aria-busy={shown?.isOutdated}>
          <Brush
            key={`${volume.key} ${volume.buckets.length}`}
            buckets={volume.buckets}
            interval={volume.interval}
            isNarrow={isNarrow}
          />
          <div id="volume-table">
            {isTable && <TimelineTable buckets={volume.buckets} interval={volume.interval} />}
          </div>
        </div>
      )}
    </section>
  )
}

interface Counted {
  readonly items: readonly { readonly from: string; readonly to: string; readonly count: number }[]
}

const volumeOf = async ({ key, query, now, parameters }: View, signal: AbortSignal): Promise<Volume> => {
  const count = (interval: Interval): Promise<Counted> => {
    const asked = new URLSearchParams(parameters)
    asked.set('interval', interval)
    asked.set('timeZone', timeZone())
    return ask<Counted>('/v1/stats', asked, { signal })
  }
  const to = timeOf(query.until ?? '', now, zone.value) ?? Math.max(now, Date.now())
  const since = timeOf(query.since ?? '', now, zone.value)
  if (since !== undefined) {
    const interval = intervalFor(Math.max(0, to - since))
    return { key, interval, buckets: bucketsOver((await count(interval)).items, since, to, interval) }
  }
  // Where the first event was is known to within a month, then more closely.
  let interval: Interval = 'month'
  for (;;) {
    const { items }: Counted = await count(interval)
    const from: number = items[0] === undefined ? to : Date.parse(items[0].from)
    const closer: Interval = items.length === 0 ? interval : intervalFor(to - from)
    if (!isShorter(closer, interval)) return { key, interval, buckets: bucketsOver(items, from, to, interval) }
    interval = closer
  }
}
