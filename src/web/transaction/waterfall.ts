import type { StoredEvent } from '../api/shapes.js'

/** Where a bar stands: shares of the whole width, 0 to 1. */
export interface Bar {
  readonly event: StoredEvent
  /** ms after the transaction's start. */
  readonly offsetMs: number
  readonly durationMs: number | undefined
  readonly left: number
  readonly width: number
}

/** What belongs together: the calls to or of one service, the changes of one record. */
export interface Lane {
  readonly key: string
  readonly name:
    { readonly _tag: 'Service'; readonly service: string } | { readonly _tag: 'Record'; readonly event: StoredEvent }
  readonly bars: readonly Bar[]
}

export interface Waterfall {
  /** From the first start to the last end. */
  readonly totalMs: number
  readonly lanes: readonly Lane[]
  /** Times to be marked along it, ms from the start. */
  readonly ticks: readonly number[]
}

/** The events of a transaction laid out over time, in lanes by the order of their first events. What has no duration is a point. */
export const waterfallOf = (events: readonly StoredEvent[]): Waterfall => {
  const starts = events.map(({ occurredAt }) => Date.parse(occurredAt))
  const start = starts.reduce((least, one) => Math.min(least, one), Number.POSITIVE_INFINITY)
  const end = events.reduce(
    (most, { call }, index) => Math.max(most, (starts[index] as number) + (call?.durationMs ?? 0)),
    Number.NEGATIVE_INFINITY,
  )
  const totalMs = events.length === 0 ? 0 : end - start
  const share = (ms: number): number => (totalMs === 0 ? 0 : ms / totalMs)
  const lanes = new Map<string, { readonly name: Lane['name']; readonly bars: Bar[] }>()
  events.forEach((event, index) => {
    const offsetMs = (starts[index] as number) - start
    const durationMs = event.call?.durationMs
    const key = keyOf(event)
    const lane = lanes.get(key) ?? { name: nameOf(event), bars: [] }
    lane.bars.push({ event, offsetMs, durationMs, left: share(offsetMs), width: share(durationMs ?? 0) })
    lanes.set(key, lane)
  })
  return { totalMs, lanes: [...lanes].map(([key, lane]) => ({ key, ...lane })), ticks: ticksOf(totalMs) }
}

const keyOf = ({ call, subject }: StoredEvent): string =>
  call === undefined ? `record ${subject.type} ${subject.id}` : `service ${call.service}`

const nameOf = (event: StoredEvent): Lane['name'] =>
  event.call === undefined ? { _tag: 'Record', event } : { _tag: 'Service', service: event.call.service }

const maxTicks = 5

/** Round times (1, 2 or 5 times a power of ten, in ms), at most six with the beginning. */
const ticksOf = (totalMs: number): readonly number[] => {
  if (totalMs <= 0) return [0]
  const power = 10 ** Math.floor(Math.log10(totalMs / maxTicks))
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((each) => totalMs / each <= maxTicks) ?? totalMs
  return Array.from({ length: Math.floor(totalMs / step) + 1 }, (_, index) => index * step)
}
