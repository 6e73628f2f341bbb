import { monitorEventLoopDelay } from 'node:perf_hooks'
import type { EventInput } from '../../src/domain/event.js'
import { makeEvents } from './events.js'
import { withFolder } from './measure.js'
import type { Benchmark } from './measure.js'
import { withAnnals } from './store.js'

const eventsPerSecond = 5_000
const lanes = 256
const targetMs = 20
/** What was missed is made up for little by little: a burst of all of it would stall the loop by itself. */
const mostAtOnce = 50

/** How late the host's timers are while it records at a steady rate, and while it does nothing. */
export const loopDelay: Benchmark = {
  run: async (options) => {
    const seconds = options.quick ? 2 : 10
    const count = eventsPerSecond * seconds
    const warmUp = eventsPerSecond
    const events = dealt(makeEvents({ count: count + warmUp, lanes, subjectsPerLane: 20, stepMs: 40 }))

    const idle = await delayDuring(() => new Promise((resolve) => setTimeout(resolve, seconds * 1_000)))
    options.tell(`idle: ${shown(idle)}`)
    const recording = await withFolder((folder) =>
      withAnnals(folder, 'running', async (annals) => {
        const record = (event: EventInput) => annals.emit(event)
        await atSteadyRate(events.slice(0, warmUp), record)
        const startedAt = performance.now()
        const delay = await delayDuring(() => atSteadyRate(events.slice(warmUp), record))
        const rate = (count / (performance.now() - startedAt)) * 1_000
        options.tell(`recording ${Math.round(rate)} events/s: ${shown(delay)}`)
        return { ...delay, rate }
      }),
    )
    const kept = recording.rate >= 0.95 * eventsPerSecond
    return [
      {
        what: `event-loop delay of the host at ${eventsPerSecond.toLocaleString('en-US')} events/s, p99`,
        measured: `${recording.p99.toFixed(1)} ms${kept ? '' : `, but only ${Math.round(recording.rate)} events/s`}`,
        baseline: `${idle.p99.toFixed(1)} ms (idle loop)`,
        ratio: `+${(recording.p99 - idle.p99).toFixed(1)} ms`,
        target: `< ${targetMs} ms`,
        met: kept && recording.p99 < targetMs,
      },
    ]
  },
}

interface Delay {
  readonly p50: number
  readonly p99: number
  readonly max: number
}

const shown = ({ p50, p99, max }: Delay): string =>
  `p50 ${p50.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms, max ${max.toFixed(1)} ms`

/** One event of each lane in turn. */
const dealt = (all: readonly (readonly EventInput[])[]): readonly EventInput[] => {
  const events: EventInput[] = []
  for (let index = 0; index < (all[0]?.length ?? 0); index += 1) {
    for (const lane of all) {
      const event = lane[index]
      if (event !== undefined) events.push(event)
    }
  }
  return events
}

/** In ms. The histogram counts the whole interval between two ticks of a timer of 1 ms, so an idle loop has about 1 ms. */
const delayDuring = async (work: () => Promise<unknown>): Promise<Delay> => {
  const histogram = monitorEventLoopDelay({ resolution: 1 })
  histogram.enable()
  await work()
  histogram.disable()
  return { p50: histogram.percentile(50) / 1e6, p99: histogram.percentile(99) / 1e6, max: histogram.max / 1e6 }
}

/** Sends what is due every few milliseconds, without awaiting the answers; resolves once all are answered. */
const atSteadyRate = async (
  events: readonly EventInput[],
  record: (event: EventInput) => Promise<unknown>,
): Promise<void> => {
  const startedAt = performance.now()
  const answers: Promise<unknown>[] = []
  while (answers.length < events.length) {
    await new Promise((resolve) => setTimeout(resolve, 2))
    const due = Math.floor(((performance.now() - startedAt) / 1_000) * eventsPerSecond)
    const until = Math.min(events.length, due, answers.length + mostAtOnce)
    for (const event of events.slice(answers.length, until)) answers.push(record(event))
  }
  await Promise.all(answers)
}
