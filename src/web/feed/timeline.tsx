import type { JSX } from 'preact'
import { ask } from '../api/request.js'
import { lastOf, useAnswer } from '../parts/use-answer.js'
import { timeOf } from '../query/time-text.js'
import { zone } from '../settings.js'
import type { Bucket, Interval } from './buckets.js'
import { bucketsOver, intervalFor } from './buckets.js'
import { Brush } from './brush.js'
import { TimePresets } from './time-presets.js'
import { TimelineTable } from './timeline-table.js'
import type { View } from './view.js'
import { view } from './view.js'

interface Volume {
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
  const [answer] = useAnswer((signal) => volumeOf(view.value, signal), [view.value.key, recount])
  const volume = lastOf(answer)
  return (
    <section class="timeline" aria-label="Volume over time">
      <TimePresets />
      {volume === undefined ? (
        <div class="chart-space">{answer._tag === 'Failed' ? 'The volume could not be counted.' : ''}</div>
      ) : (
        <>
          <Brush key={`${view.value.key} ${volume.buckets.length}`} {...volume} isNarrow={isNarrow} />
          <TimelineTable {...volume} />
        </>
      )}
    </section>
  )
}

interface Counted {
  readonly items: readonly { readonly from: string; readonly to: string; readonly count: number }[]
}

const volumeOf = async ({ query, now, parameters }: View, signal: AbortSignal): Promise<Volume> => {
  const timeZone = zone.value === 'utc' ? 'UTC' : Intl.DateTimeFormat().resolvedOptions().timeZone
  const count = (interval: Interval): Promise<Counted> => {
    const asked = new URLSearchParams(parameters)
    asked.set('interval', interval)
    asked.set('timeZone', timeZone)
    return ask<Counted>('/v1/stats', asked, { signal })
  }
  const to = timeOf(query.until ?? '', now, zone.value) ?? Math.max(now, Date.now())
  const since = timeOf(query.since ?? '', now, zone.value)
  if (since !== undefined) {
    const interval = intervalFor(Math.max(0, to - since))
    return { buckets: bucketsOver((await count(interval)).items, since, to, interval), interval }
  }
  const months = await count('month')
  const first = months.items[0]
  if (first === undefined) return { buckets: [], interval: 'month' }
  const from = Date.parse(first.from)
  const interval = intervalFor(to - from)
  const { items } = interval === 'month' ? months : await count(interval)
  const begins = items[0]?.from ?? first.from
  return { buckets: bucketsOver(items, Date.parse(begins), to, interval), interval }
}
