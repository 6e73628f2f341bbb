import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import type { CallsAnswer, StatsAnswer } from '../../ports/read-models.js'
import { ask } from '../api/request.js'
import { Answered } from '../parts/answered.js'
import { FirstEvent } from '../parts/first-event.js'
import { Empty } from '../parts/notice.js'
import { shownOf, useAnswer } from '../parts/use-answer.js'
import { hereWith } from '../routing/here.js'
import '../styles/cards.css'
import { CallsTable } from './calls-table.js'
import { Figures } from './figures.js'
import type { Totals } from './figures.js'
import { presetAsked, presets } from './range.js'
import type { Period, Preset } from './range.js'
import './statistics.css'
import { TopValues } from './top-values.js'
import { VolumeOverTime } from './volume.js'
import { WeekHeat } from './week-heat.js'

export const StatisticsPage = (): JSX.Element => {
  const preset = presetAsked()
  const [asOf, setAsOf] = useState(Date.now)
  const since = preset.ms === undefined ? undefined : new Date(asOf - preset.ms).toISOString()
  const period: Period = { preset, since, asOf }
  const [answer, retry] = useAnswer((signal) => loadTotals(since, signal), period, preset.id)
  const shown = shownOf(answer)
  return (
    <div class="statistics">
      <div class="page-head">
        <h1>Statistics</h1>
        <nav class="choices" aria-label="Time">
          {presets.map(({ id, name }) => (
            <a key={id} href={hereWith({ range: id })} aria-current={id === preset.id ? 'true' : undefined}>
              {name}
            </a>
          ))}
        </nav>
        <button type="button" onClick={() => setAsOf(Date.now())}>
          Refresh
        </button>
      </div>
      <Answered answer={answer} retry={retry} what="statistics" lines={12}>
        {(totals, asked) =>
          totals.outcomes.total === 0 ? (
            <Nothing preset={asked.preset} />
          ) : (
            <Figures totals={totals} since={asked.since} />
          )
        }
      </Answered>
      {answer._tag !== 'Failed' && shown !== undefined && shown.value.outcomes.total > 0 && <Cards period={period} />}
    </div>
  )
}

/** Each waits for what it shows by itself. */
const Cards = ({ period }: { readonly period: Period }): JSX.Element => (
  <div class="cards">
    <VolumeOverTime period={period} />
    <TopValues title="Top verbs" by="verb" period={period} none="No events." />
    <TopValues title="Top actors" by="actor" period={period} none="No events." />
    <TopValues title="Channels" by="channel" period={period} none="No events." />
    <TopValues
      title="Failures"
      by="verb"
      filter={{ outcome: 'failure' }}
      period={period}
      none="Nothing failed in this time."
    />
    <WeekHeat period={period} />
    <CallsTable period={period} />
  </div>
)

/** Without the figures of calls where they are not there yet: their table says why. */
const loadTotals = async (since: string | undefined, signal: AbortSignal): Promise<Totals> => {
  const [outcomes, calls] = await Promise.all([
    ask<StatsAnswer>('/v1/stats', { since, groupBy: 'outcome' }, { signal }),
    ask<CallsAnswer>('/v1/calls', { since, limit: 1 }, { signal }).catch(() => undefined),
  ])
  return { outcomes, calls: calls?.total }
}

const Nothing = ({ preset }: { readonly preset: Preset }): JSX.Element =>
  preset.ms === undefined ? (
    <Empty title="No events yet">
      <p>
        Here is what happened over time, who did it, what failed, and how long calls took. Send a first event from a
        terminal:
      </p>
      <FirstEvent />
    </Empty>
  ) : (
    <Empty title={`No events ${preset.inWords}`}>
      <p>
        <a href={hereWith({ range: 'all' })}>Look at all of them</a>, or send one from a terminal:
      </p>
      <FirstEvent />
    </Empty>
  )
