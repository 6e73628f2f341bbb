import { loadavg } from 'node:os'
import { ask } from './ask.js'
import type { Asked } from './ask.js'
import type { ContestantName, ContestantOptions } from './contestant.js'
import { timesOf } from './figures.js'
import type { Times } from './figures.js'
import { readThrough } from './page-cache.js'
import { classes, questionsOf, shapes } from './questions.js'
import type { Question, QuestionClass } from './questions.js'

/** What was seen of one contestant. */
export interface Measured {
  readonly name: ContestantName
  readonly warm: Readonly<Record<QuestionClass, Times>>
  /** The processor time of the process that asks, where it is that which answers too. */
  readonly processor?: Readonly<Record<QuestionClass, Times>>
  /** The instances alone that everybody is asked. */
  readonly common: Readonly<Record<QuestionClass, Times>>
  readonly shapes: readonly { readonly kind: QuestionClass; readonly shape: string; readonly times: Times }[]
  /** Each question once or a few times in new processes, the files not in memory. */
  readonly cold?: Readonly<Record<QuestionClass, Times>>
  /** From opening to the first page, in ms: with the files in memory, and without. */
  readonly firstWarm: readonly number[]
  readonly firstCold: readonly number[]
  readonly residentMb: number
  readonly anonymousMb: number
  /** Of the machine when this began. */
  readonly load: number
}

export interface Measuring {
  readonly events: number
  /** Instances of each shape. */
  readonly each: number
  /** Of which everybody is asked the first so many. */
  readonly common: number
  readonly coldRuns: number
  readonly files: () => readonly string[]
  /** Puts the files out of memory, as far as that can be; answers whether it could be asked for. */
  readonly chill: () => Promise<boolean>
  readonly tell: (line: string) => void
}

const warmUpEach = 3
/** Instances from here on are asked nobody else. */
const warmUpFrom = 1_000_000
const coldFrom = 2_000_000
const firstRuns = 5

export const measure = async (
  options: ContestantOptions,
  measuring: Measuring,
): Promise<{ readonly measured: Measured; readonly answers: readonly Asked[] }> => {
  const { events, each, common, files, tell } = measuring
  tell(`${options.name}: reading ${files().length} files into memory`)
  await readThrough(files())
  const load = loadavg()[0] ?? Number.NaN
  tell(`${options.name}: ${each} questions of each shape`)
  const warmUp = questionsOf(events, warmUpFrom, warmUpEach)
  const { answers, memory } = await ask(options, questionsOf(events, 0, each), { warmUp })
  const firstWarm = await firstQuestions(options, firstRuns)
  const cold = await measureCold(options, measuring)
  const inProcess = options.name !== 'postgres'
  const measured: Measured = {
    name: options.name,
    warm: byClass(answers),
    ...(inProcess ? { processor: byClass(answers.map((each) => ({ ...each, ms: each.cpuMs }))) } : {}),
    common: byClass(answers.filter(({ question }) => question.instance < common)),
    shapes: byShape(answers),
    ...(cold === undefined ? {} : { cold: byClass(cold.answers) }),
    firstWarm,
    firstCold: cold?.first ?? [],
    residentMb: Math.round(memory.resident),
    anonymousMb: Math.round(memory.anonymous),
    load,
  }
  return { measured, answers }
}

/** Each run begins with a page of the newest events, as whoever opens the feed sees it, and asks one question of each shape then. */
const measureCold = async (
  options: ContestantOptions,
  { events, coldRuns, chill, tell }: Measuring,
): Promise<{ readonly answers: readonly Asked[]; readonly first: readonly number[] } | undefined> => {
  const answers: Asked[] = []
  const first: number[] = []
  for (let run = 0; run < coldRuns; run++) {
    tell(`${options.name}: from the disk, ${run + 1} of ${coldRuns}`)
    if (!(await chill())) return undefined
    const [newest, ...rest] = [newestPage, ...questionsOf(events, coldFrom + run, 1)]
    const asked = await ask(options, [newest, ...rest])
    const [opening, ...others] = asked.answers
    if (opening !== undefined) first.push(rounded(asked.openMs + opening.ms))
    answers.push(...others)
  }
  return { answers, first }
}

const firstQuestions = async (options: ContestantOptions, runs: number): Promise<readonly number[]> => {
  const first: number[] = []
  for (let run = 0; run < runs; run++) {
    const { openMs, answers } = await ask(options, [newestPage])
    first.push(rounded(openMs + (answers[0]?.ms ?? Number.NaN)))
  }
  return first
}

const newestPage: Question = {
  kind: 'feed',
  shape: 'everything',
  instance: -1,
  query: { tenant: 'tenant-0', fields: {}, sort: 'occurredAt', order: 'desc', limit: 50 },
}

const rounded = (ms: number): number => Math.round(ms * 100) / 100

const byClass = (
  answers: readonly Pick<Asked, 'question' | 'ms' | 'timedOut'>[],
): Readonly<Record<QuestionClass, Times>> =>
  Object.fromEntries(
    classes.map((kind) => [kind, timesOf(answers.filter(({ question }) => question.kind === kind))]),
  ) as Record<QuestionClass, Times>

const byShape = (answers: readonly Asked[]): Measured['shapes'] =>
  shapes.map(({ kind, name }) => {
    const times = timesOf(answers.filter(({ question }) => question.kind === kind && question.shape === name))
    return { kind, shape: name, times }
  })
