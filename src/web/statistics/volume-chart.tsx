import type { JSX } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import type UPlot from 'uplot'
import 'uplot/dist/uPlot.min.css'
import { compact, count } from '../parts/numbers.js'
import { feedLink } from '../query/feed-link.js'
import { navigate } from '../routing/route.js'
import { theme, zone } from '../settings.js'
import { intervalText, tickText } from './interval-text.js'
import type { Interval } from './range.js'
import type { Volume } from './series.js'

const height = 260

/** Stacked bars. A bar leads to its events; the table beside has the same links for who does not point at it. */
export const VolumeChart = ({
  volume,
  interval,
  label,
}: {
  readonly volume: Volume
  readonly interval: Interval
  readonly label: string
}): JSX.Element => {
  const place = useRef<HTMLDivElement>(null)
  const [at, setAt] = useState<number | undefined>()
  useEffect(() => {
    const element = place.current
    if (element === null) return
    let plot: UPlot | undefined
    let gone = false
    const draw = async (): Promise<void> => {
      const { default: Plot } = await import('uplot')
      if (gone) return
      plot?.destroy()
      plot = new Plot(optionsOf(Plot, element, volume, interval, setAt), stacked(volume), element)
    }
    const dark = matchMedia('(prefers-color-scheme: dark)')
    const redraw = (): void => void draw()
    const resized = new ResizeObserver(() => plot?.setSize({ width: element.clientWidth, height }))
    resized.observe(element)
    dark.addEventListener('change', redraw)
    redraw()
    return () => {
      gone = true
      resized.disconnect()
      dark.removeEventListener('change', redraw)
      plot?.destroy()
    }
  }, [volume, theme.value, zone.value])
  return (
    <div class="volume-chart">
      <ul class="legend">
        {volume.series.map(({ value, counts }, n) => (
          <li key={value.key}>
            <span class={`swatch series-${value.key === 'others' ? 'others' : String(n)}`} aria-hidden="true" />
            <bdi>{value.name}</bdi>
            <span class="legend-count">{at === undefined ? '' : count(counts[at] ?? 0)}</span>
          </li>
        ))}
      </ul>
      <div ref={place} class="plot" role="img" aria-label={label} />
      <p class="plot-at" aria-hidden="true">
        {at === undefined ? 'Click a bar for its events.' : intervalText(interval, volume.starts[at] ?? 0)}
      </p>
    </div>
  )
}

/** Each row of counts on top of those behind it, the highest first, so that it is drawn first. */
const stacked = ({ starts, series }: Volume): UPlot.AlignedData => {
  const sums = starts.map(() => 0)
  const rows = series.map(({ counts }) => counts.map((one, place) => (sums[place] = (sums[place] ?? 0) + one)))
  return [starts.map((ms) => ms / 1_000), ...rows.toReversed()]
}

const colorOf = (element: Element, selector: string, property: 'color' | 'backgroundColor'): string => {
  const found = element.closest('.volume-chart')?.querySelector(selector)
  return found === null || found === undefined ? 'gray' : getComputedStyle(found)[property]
}

/** Of one bar's interval, in seconds, about. */
const widthOf = ({ starts, ends }: Volume): number => ((ends[0] ?? 1_000) - (starts[0] ?? 0)) / 1_000

const optionsOf = (
  Plot: typeof UPlot,
  element: HTMLElement,
  volume: Volume,
  interval: Interval,
  onHover: (at: number | undefined) => void,
): UPlot.Options => {
  const names = volume.series.map(({ value }, n) => (value.key === 'others' ? 'others' : String(n)))
  const text = getComputedStyle(element).color
  const line = getComputedStyle(element).borderTopColor
  const bars = Plot.paths.bars?.({ size: [0.82, 40], radius: 0.08 })
  const axis = { stroke: text, font: `12px ${getComputedStyle(element).fontFamily}`, ticks: { show: false } }
  return {
    width: element.clientWidth,
    height,
    legend: { show: false },
    cursor: { y: false, drag: { x: false, y: false }, points: { show: false } },
    scales: {
      x: { range: (_plot, least, most) => [least - widthOf(volume) / 2, most + widthOf(volume) / 2] },
      y: { range: (_plot, _least, most) => [0, Math.max(1, most) * 1.05] },
    },
    tzDate: (seconds) =>
      zone.value === 'utc' ? Plot.tzDate(new Date(seconds * 1_000), 'Etc/UTC') : new Date(seconds * 1_000),
    axes: [
      {
        ...axis,
        grid: { show: false },
        space: 72,
        values: (_plot, splits) => splits.map((seconds) => tickText(interval, seconds * 1_000)),
      },
      {
        ...axis,
        size: 52,
        grid: { stroke: line, width: 1 },
        values: (_plot, values) => values.map((one) => (Number.isInteger(one) ? compact(one) : '')),
      },
    ],
    series: [
      {},
      ...names.toReversed().map((name) => ({
        fill: colorOf(element, `.series-${name}`, 'backgroundColor'),
        width: 0,
        points: { show: false },
        ...(bars === undefined ? {} : { paths: bars }),
      })),
    ],
    hooks: {
      setCursor: [({ cursor }) => onHover(cursor.idx ?? undefined)],
      ready: [(plot) => plot.over.addEventListener('click', (event) => follow(plot, volume, event))],
    },
  }
}

/** To the events of the part of a bar that was clicked at, or of all of its interval. */
const follow = (plot: UPlot, { starts, ends, series }: Volume, event: MouseEvent): void => {
  const place = plot.cursor.idx
  const [start, end] = [starts[place ?? -1], ends[place ?? -1]]
  if (place === null || place === undefined || start === undefined || end === undefined) return
  const height = plot.posToVal(event.offsetY, 'y')
  let below = 0
  const hit = series.find(({ counts }) => height <= (below += counts[place] ?? 0))
  navigate(feedLink({ ...hit?.value.filter, since: new Date(start).toISOString(), until: new Date(end).toISOString() }))
}
