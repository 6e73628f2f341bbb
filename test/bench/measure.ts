/** Measuring and telling: every figure stands beside a bare baseline that ran in the same minute, in turn with what is measured. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export interface Figure {
  readonly what: string
  readonly measured: string
  readonly baseline: string
  readonly ratio: string
  readonly target: string
  readonly met: boolean
}

export interface BenchOptions {
  /** Smaller and less exact, to see that everything runs. */
  readonly quick: boolean
  /** One line for whoever waits. */
  readonly tell: (line: string) => void
}

/** One file, one benchmark; it runs in a process of its own. */
export interface Benchmark {
  readonly run: (options: BenchOptions) => Promise<readonly Figure[]>
}

export const perSecond = (count: number, ms: number): number => (count / ms) * 1000

export const round = (value: number): string =>
  value >= 100 ? Math.round(value).toLocaleString('en-US') : value.toPrecision(3)

/** `measured` and `baseline` are rates: more is better. */
export const rateFigure = (
  what: string,
  measured: number,
  baseline: number,
  targetRatio: number,
  baselineName: string,
): Figure => ({
  what,
  measured: `${round(measured)}/s`,
  baseline: `${round(baseline)}/s (${baselineName})`,
  ratio: percent(measured / baseline),
  target: `≥ ${percent(targetRatio)}`,
  met: measured / baseline >= targetRatio,
})

export const percent = (share: number): string => `${Math.round(share * 100)} %`

/** `quantile(values, 0.99)`: the smallest value that at least 99 % of the values do not exceed. */
export const quantile = (values: readonly number[], q: number): number => {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(q * sorted.length) - 1))] ?? Number.NaN
}

export const median = (values: readonly number[]): number => quantile(values, 0.5)

/** A fresh folder on the disk that is measured: `ANNALS_BENCH_DIR`, else where temporary files go. */
export const withFolder = async <A>(run: (folder: string) => Promise<A> | A): Promise<A> => {
  const folder = mkdtempSync(join(process.env['ANNALS_BENCH_DIR'] ?? tmpdir(), 'annals-bench-'))
  try {
    return await run(folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Rounds end early on a slow or busy machine, but there are two at least. */
const roundsWithinMs = 60_000

/**
 * Runs all in turn, `rounds` times, and answers the median of each: what else the machine does hits all alike. Every other round runs in the
 * opposite order, so that none always comes first.
 */
export const interleaved = async <Name extends string>(
  options: BenchOptions,
  rounds: number,
  runs: Readonly<Record<Name, () => Promise<number>>>,
): Promise<Readonly<Record<Name, number>>> => {
  const names = Object.keys(runs) as Name[]
  const values = new Map<Name, number[]>(names.map((name) => [name, []]))
  const startedAt = performance.now()
  for (let index = 0; index < rounds; index += 1) {
    if (index >= 2 && performance.now() - startedAt > roundsWithinMs) break
    for (const name of index % 2 === 0 ? names : [...names].reverse()) values.get(name)?.push(await runs[name]())
    options.tell(
      `round ${index + 1}: ${names.map((name) => `${name} ${round(values.get(name)?.[index] ?? 0)}`).join(', ')}`,
    )
  }
  return Object.fromEntries(names.map((name) => [name, median(values.get(name) ?? [])])) as Record<Name, number>
}

export const table = (figures: readonly Figure[]): string =>
  [
    '| figure | Annals | baseline | ratio | target | met |',
    '|---|---|---|---|---|---|',
    ...figures.map(
      ({ what, measured, baseline, ratio, target, met }) =>
        `| ${what} | ${measured} | ${baseline} | ${ratio} | ${target} | ${met ? 'yes' : '**no**'} |`,
    ),
  ].join('\n')
