import type { ContestantName } from './contestant.js'
import type { Times } from './figures.js'
import { classes } from './questions.js'
import type { QuestionClass } from './questions.js'
import { classTitles, peerTitles } from './report.js'
import type { SizeResult } from './run-size.js'

const [width, height] = [300, 280]
const margin = { left: 52, right: 12, top: 34, bottom: 40 }
const legendHeight = 44
const colors: Readonly<Record<ContestantName, string>> = { annals: '#0b7a4b', postgres: '#2a5bb5', sqlite: '#b3541e' }

/** An SVG of how the answer times of each class grow with the number of events: p50 dashed, p99 drawn through; both axes logarithmic. */
export const plot = (results: readonly SizeResult[]): string => {
  const sorted = [...results].sort((a, b) => a.events - b.events)
  const panels = classes.map((kind, place) => panel(sorted, kind, place * width))
  const [w, h] = [classes.length * width, height + legendHeight]
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${w} ${h}" width="${w}" height="${h}" font-family="sans-serif" font-size="11">
<title>Answer time by number of events</title>
<rect width="${w}" height="${h}" fill="#fff"/>
${panels.join('\n')}
${legend(sorted, height + 16)}
</svg>
`
}

interface Scales {
  readonly x: (events: number) => number
  readonly y: (ms: number) => number
}

const [leastMs, mostMs] = [0.1, 10_000]

const scalesOf = (results: readonly SizeResult[], left: number): Scales => {
  const least = Math.log10(results[0]?.events ?? 10_000)
  const span = Math.log10(results.at(-1)?.events ?? 10_000_000) - least
  const inner = { width: width - margin.left - margin.right, height: height - margin.top - margin.bottom }
  return {
    x: (events) => left + margin.left + (span === 0 ? 0.5 : (Math.log10(events) - least) / span) * inner.width,
    y: (ms) => {
      const share = Math.log10(Math.max(leastMs, ms) / leastMs) / Math.log10(mostMs / leastMs)
      return margin.top + (1 - share) * inner.height
    },
  }
}

const panel = (results: readonly SizeResult[], kind: QuestionClass, left: number): string => {
  const scales = scalesOf(results, left)
  const [from, to] = [left + margin.left, left + width - margin.right]
  const grid = [0.1, 1, 10, 100, 1_000, 10_000].map((ms) => {
    const y = place(scales.y(ms))
    return `<path d="M${from} ${y}H${to}" stroke="#ddd"/><text x="${from - 6}" y="${y + 4}" text-anchor="end" fill="#444">${ms >= 1_000 ? `${ms / 1_000} s` : `${ms} ms`}</text>`
  })
  const sizes = results.map(
    ({ events }) =>
      `<text x="${place(scales.x(events))}" y="${height - margin.bottom + 16}" text-anchor="middle" fill="#444">${short(events)}</text>`,
  )
  const lines = (['sqlite', 'postgres', 'annals'] as const).flatMap((name) =>
    (['p50', 'p99'] as const).map((quantile) => line(results, kind, name, quantile, scales)),
  )
  return [
    `<text x="${from}" y="20" font-size="14" font-weight="bold" fill="#111">${classTitles[kind]}</text>`,
    ...grid,
    ...sizes,
    `<text x="${(from + to) / 2}" y="${height - 8}" text-anchor="middle" fill="#444">events</text>`,
    ...lines,
  ].join('\n')
}

const line = (
  results: readonly SizeResult[],
  kind: QuestionClass,
  name: ContestantName,
  quantile: 'p50' | 'p99',
  { x, y }: Scales,
): string => {
  const points = results.flatMap((result) => {
    const times = timesOf(result, kind, name)
    if (times === undefined) return []
    return [
      { x: place(x(result.events)), y: place(y(times[quantile])), atTimeout: times[quantile] >= result.timeoutMs },
    ]
  })
  if (points.length === 0) return ''
  const path = points.map((point, i) => `${i === 0 ? 'M' : 'L'}${point.x} ${point.y}`).join('')
  const dash = quantile === 'p50' ? ' stroke-dasharray="4 3"' : ''
  const dots = points.map(
    (point) =>
      `<circle cx="${point.x}" cy="${point.y}" r="3" fill="${point.atTimeout ? '#fff' : colors[name]}" stroke="${colors[name]}"/>`,
  )
  return `<path d="${path}" fill="none" stroke="${colors[name]}" stroke-width="1.5"${dash}/>${dots.join('')}`
}

/** All were asked the same then. */
const timesOf = ({ annals, peers }: SizeResult, kind: QuestionClass, name: ContestantName): Times | undefined =>
  (name === 'annals' ? annals : peers.find(({ measured }) => measured.name === name)?.measured)?.common[kind]

const legend = (results: readonly SizeResult[], y: number): string => {
  const shown = (['annals', 'postgres', 'sqlite'] as const).filter((name) =>
    results.some((result) => timesOf(result, 'feed', name) !== undefined),
  )
  const names = shown.map((name, i) => {
    const x = margin.left + i * 120
    return `<path d="M${x} ${y}h22" stroke="${colors[name]}" stroke-width="2"/><text x="${x + 28}" y="${y + 4}" fill="#111">${peerTitles[name]}</text>`
  })
  const x = margin.left + shown.length * 120
  const timeout = `${(results[0]?.timeoutMs ?? 0) / 1_000} s`
  return `${names.join('')}<text x="${x}" y="${y + 4}" fill="#111">drawn through: p99; dashed: p50; hollow: at the timeout of ${timeout} or above</text>`
}

const place = (value: number): number => Math.round(value * 10) / 10
const short = (events: number): string =>
  events >= 1_000_000 ? `${events / 1_000_000} M` : events >= 1_000 ? `${events / 1_000} k` : String(events)
