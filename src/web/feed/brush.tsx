import type { JSX } from 'preact'
import { useRef, useState } from 'preact/hooks'
import { said } from './buckets-text.js'
import type { Bucket, Interval } from './buckets.js'
import { within } from './period.js'
import { showQuery } from './view.js'

interface BrushProps {
  readonly buckets: readonly Bucket[]
  readonly interval: Interval
  readonly isNarrow: boolean
}

const perInterval: Readonly<Record<Interval, string>> = {
  minute: 'a minute',
  hour: 'an hour',
  day: 'a day',
  week: 'a week',
  month: 'a month',
}

/** From the edge before one bar to the edge behind another, as numbers of edges. */
interface Span {
  readonly from: number
  readonly to: number
}

/** The bars, and a part of them to be chosen: drawn with the pointer, or with the two handles from the keyboard (arrows, then Enter). */
export const Brush = ({ buckets, interval, isNarrow }: BrushProps): JSX.Element => {
  const chart = useRef<HTMLDivElement>(null)
  const anchor = useRef<number>(undefined)
  const whole: Span = { from: 0, to: buckets.length }
  const [span, setSpan] = useState(whole)
  const largest = Math.max(1, ...buckets.map(({ count }) => count))
  const edge = (at: number): string => said(edgeTime(buckets, at), interval)

  const barAt = (event: PointerEvent): number => {
    const box = chart.current?.getBoundingClientRect()
    const part = box === undefined ? 0 : (event.clientX - box.left) / box.width
    return Math.min(buckets.length - 1, Math.max(0, Math.floor(part * buckets.length)))
  }
  const show = ({ from, to }: Span): void => {
    if (to <= from) return
    showQuery(within({ from: edgeTime(buckets, from), to: edgeTime(buckets, to) }))
    // Who comes back chooses anew.
    setSpan(whole)
  }
  const draw = (event: PointerEvent): Span | undefined => {
    if (anchor.current === undefined) return undefined
    const bar = barAt(event)
    const drawn = { from: Math.min(anchor.current, bar), to: Math.max(anchor.current, bar) + 1 }
    setSpan(drawn)
    return drawn
  }
  const isPart = span.from > 0 || span.to < buckets.length
  const onKey = (event: KeyboardEvent, side: keyof Span): void => {
    if (event.key === 'Enter') {
      if (isPart) show(span)
    } else if (event.key === 'Escape') setSpan(whole)
    else {
      const moved = movedTo(event.key, span[side], buckets.length)
      if (moved === undefined) return
      setSpan(
        side === 'from'
          ? { ...span, from: Math.min(moved, span.to - 1) }
          : { ...span, to: Math.max(moved, span.from + 1) },
      )
    }
    event.preventDefault()
    event.stopPropagation()
  }

  if (buckets.length === 0) return <div class="chart-space" />
  return (
    <div class="chart-space">
      <div
        class="chart"
        ref={chart}
        onPointerDown={(event) => {
          if (event.button !== 0 || (event.target as Element).closest('.handle') !== null) return
          anchor.current = barAt(event)
          event.currentTarget.setPointerCapture(event.pointerId)
          draw(event)
        }}
        onPointerMove={draw}
        onPointerUp={(event) => {
          const drawn = draw(event)
          anchor.current = undefined
          if (drawn !== undefined) show(drawn)
        }}
        onPointerCancel={() => {
          anchor.current = undefined
          setSpan(whole)
        }}
      >
        <svg viewBox={`0 0 ${buckets.length} 100`} preserveAspectRatio="none" aria-hidden="true">
          <path class="bars" d={barsOf(buckets, largest)} />
        </svg>
        {isPart && (
          <div
            class="chosen"
            style={{
              insetInlineStart: percent(span.from, buckets.length),
              width: percent(span.to - span.from, buckets.length),
            }}
          />
        )}
        {(['from', 'to'] as const).map((side) => (
          <div
            key={side}
            class={`handle handle-${side}`}
            role="slider"
            tabIndex={0}
            aria-label={side === 'from' ? 'Beginning of the time to show' : 'End of the time to show'}
            aria-valuemin={0}
            aria-valuemax={buckets.length}
            aria-valuenow={span[side]}
            aria-valuetext={edge(span[side])}
            style={{ insetInlineStart: percent(span[side], buckets.length) }}
            onKeyDown={(event) => onKey(event, side)}
          />
        ))}
      </div>
      <p class="chart-caption">
        <span>{edge(span.from)}</span>
        {isPart ? (
          <button type="button" class="primary" onClick={() => show(span)}>
            Show this time
          </button>
        ) : (
          !isNarrow && (
            <span>
              up to {largest.toLocaleString()} {perInterval[interval]}
            </span>
          )
        )}
        <span>{edge(span.to)}</span>
      </p>
    </div>
  )
}

const edgeTime = (buckets: readonly Bucket[], at: number): number => buckets[at]?.from ?? buckets.at(-1)?.to ?? 0

const percent = (part: number, whole: number): string => `${(100 * part) / whole}%`

const movedTo = (key: string, at: number, last: number): number | undefined => {
  const step = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -10, PageUp: 10 }[key]
  if (step !== undefined) return Math.min(last, Math.max(0, at + step))
  return key === 'Home' ? 0 : key === 'End' ? last : undefined
}

/** What is not nothing can be seen: a bar has at least three hundredths of the height. */
const barsOf = (buckets: readonly Bucket[], largest: number): string =>
  buckets
    .map(({ count }, index) => {
      if (count === 0) return ''
      const height = 3 + (97 * count) / largest
      return `M${index + 0.08} 100v-${height.toFixed(2)}h0.84v${height.toFixed(2)}z`
    })
    .join('')
