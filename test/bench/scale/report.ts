import type { Times } from './figures.js'
import type { Measured } from './measured.js'
import { classes } from './questions.js'
import type { QuestionClass } from './questions.js'
import type { SizeResult } from './run-size.js'
import { targetsOf } from './targets.js'

export const classTitles: Readonly<Record<QuestionClass, string>> = {
  feed: 'feed',
  stats: 'statistics',
  facets: 'facets',
}

/** Markdown of what was seen with one number of events. */
export const report = (result: SizeResult): string =>
  [
    `### ${count(result.events)} events`,
    making(result),
    table(
      ['', '', 'questions', 'p50', 'p95', 'p99', 'worst', `over ${result.timeoutMs / 1_000} s`],
      classes.flatMap((kind) => classRows(result, kind)),
    ),
    table(
      ['first page after opening, ms', 'files in memory', 'files on disk only'],
      contestants(result).map(([name, { firstWarm, firstCold }]) => [name, spread(firstWarm), spread(firstCold)]),
    ),
    table(
      ['target', 'seen', 'met'],
      targetsOf(result).map(({ what, target, seen, met }) => [`${what} ${target}`, seen, met ? 'yes' : '**no**']),
    ),
    'Each shape of question: p50 / worst in ms.',
    table(['', 'shape', ...contestants(result).map(([name]) => name)], shapeRows(result)),
    ...result.missing.map((line) => `Not measured: ${line}.`),
  ].join('\n\n')

const contestants = ({ annals, peers }: SizeResult): readonly (readonly [string, Measured])[] => [
  ['Annals', annals],
  ...peers.map(({ measured }) => [peerTitles[measured.name], measured] as const),
]

export const peerTitles = { annals: 'Annals', postgres: 'PostgreSQL', sqlite: 'plain SQLite' } as const

const making = ({ log, projected, annals, peers }: SizeResult): string => {
  const built = log.built === undefined ? [] : [`Log built in ${log.built.seconds} s.`]
  return [
    ...built,
    `Log ${megabytes(log.logBytes)}; read models ${megabytes(projected.readModelBytes)}, made in ${projected.seconds} s (${projected.cpuSeconds} s of processor time, ${count(projected.eventsPerSecond)} events/s, at most ${projected.peakResidentMb} MB resident).`,
    `Answering took ${annals.residentMb} MB of memory, ${annals.anonymousMb} MB of them not mapped from files.`,
    ...peers.map(
      ({ title, loadSeconds, bytes, compared }) =>
        `${title}: ${megabytes(bytes)}, loaded in ${loadSeconds} s; of ${count(compared.questions)} answers that both gave, ${compared.different.length === 0 ? 'all were equal' : `${compared.different.length} DIFFERED: ${compared.different.slice(0, 5).join('; ')}`}.`,
    ),
    `Runnable processes of the machine (one minute's average) when each began: ${[['projecting', projected.load[0]] as const, ...[annals, ...peers.map(({ measured }) => measured)].map(({ name, load }) => [peerTitles[name], load] as const)].map(([name, load]) => `${name} ${load.toFixed(1)}`).join(', ')}.`,
  ].join(' ')
}

const classRows = (result: SizeResult, kind: QuestionClass): readonly (readonly string[])[] => {
  const { annals, peers } = result
  const row = (title: string, times: Times | undefined): readonly (readonly string[])[] =>
    times === undefined ? [] : [[classTitles[kind], title, ...timesCells(times)]]
  return [
    ...row('Annals', annals.warm[kind]),
    ...row('Annals, processor time', annals.processor?.[kind]),
    ...(peers.length === 0 ? [] : row('Annals, the peers’ questions', annals.common[kind])),
    ...peers.flatMap(({ measured }) => row(peerTitles[measured.name], measured.warm[kind])),
    ...row('Annals, cold', annals.cold?.[kind]),
    ...peers.flatMap(({ measured }) => row(`${peerTitles[measured.name]}, cold`, measured.cold?.[kind])),
  ]
}

const timesCells = ({ questions, timeouts, p50, p95, p99, worst }: Times): readonly string[] => [
  count(questions),
  ...[p50, p95, p99, worst].map(milliseconds),
  String(timeouts),
]

const shapeRows = (result: SizeResult): readonly (readonly string[])[] =>
  result.annals.shapes.map(({ kind, shape }) => [
    classTitles[kind],
    shape,
    ...contestants(result).map(([, { shapes }]) => {
      const times = shapes.find((each) => each.kind === kind && each.shape === shape)?.times
      return times === undefined ? '' : `${milliseconds(times.p50)} / ${worstOf(times)}`
    }),
  ])

const worstOf = ({ worst, timeouts }: Times): string => `${timeouts > 0 ? '> ' : ''}${milliseconds(worst)}`

const spread = (times: readonly number[]): string =>
  times.length === 0
    ? '–'
    : times.length === 1
      ? milliseconds(times[0] ?? Number.NaN)
      : `${milliseconds(Math.min(...times))} to ${milliseconds(Math.max(...times))}`

export const milliseconds = (ms: number): string => (ms >= 100 ? count(Math.round(ms)) : ms.toPrecision(2))
export const count = (value: number): string => value.toLocaleString('en-US')
const megabytes = (bytes: number): string => `${count(Math.round(bytes / 1e6))} MB`

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n')
