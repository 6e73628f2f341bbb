import type { Pattern } from '../../../ports/read-models.js'
import type { Range } from '../queries/conditions.js'
import { lowerBound } from './lower-bound.js'
import type { CodedCondition, Question, TermCondition } from './question.js'
import type { Tail } from './tail.js'

/** Whether a row of the tail meets a question. */
export const tailTest = ({ coded, terms }: Question, tail: Tail): ((row: number) => boolean) => {
  const tests = [...coded.map((condition) => codedTest(condition, tail)), ...terms.map((each) => termTest(each, tail))]
  const [only, second, ...rest] = tests
  if (only === undefined) return () => true
  if (second === undefined) return only
  if (rest.length === 0) return (row) => only(row) && second(row)
  return (row) => only(row) && second(row) && rest.every((test) => test(row))
}

const codedTest = ({ field, anyOf, noneOf }: CodedCondition, tail: Tail): ((row: number) => boolean) => {
  const codes = tail.codes()[field] as Uint32Array
  if (noneOf === undefined && anyOf?.size === 1) {
    const [wanted] = anyOf
    return (row) => codes[row] === wanted
  }
  return (row) => {
    const code = codes[row] as number
    return (anyOf === undefined || anyOf.has(code)) && noneOf?.has(code) !== true
  }
}

const termTest = ({ field, anyOf, noneOf }: TermCondition, tail: Tail): ((row: number) => boolean) => {
  const lists = tail.terms()[field] ?? []
  return (row) => {
    const values = lists[row] ?? []
    return (
      (anyOf === undefined || hasOneOf(values, anyOf.asked)) &&
      (noneOf === undefined || !hasOneOf(values, noneOf.asked))
    )
  }
}

const hasOneOf = (values: readonly string[], patterns: readonly Pattern[]): boolean =>
  values.some((value) => patterns.some((p) => (p.prefix ? value.startsWith(p.value) : value === p.value)))

/** The rows of the tail that meet a question, by time: found once for all ranges that are asked for. */
export interface TailMatch {
  readonly rows: Uint32Array
  readonly times: Float64Array
  /** From the first to behind the last that lies in the range. */
  readonly within: (range: Range) => readonly [number, number]
}

export const matchTail = (question: Question, tail: Tail): TailMatch => {
  const test = tailTest(question, tail)
  const all = tail.times()
  const found: number[] = []
  for (let row = 0; row < tail.rows(); row++) if (test(row)) found.push(row)
  const rows = Uint32Array.from(found).sort((a, b) => (all[a] as number) - (all[b] as number))
  const times = Float64Array.from(rows, (row) => all[row] as number)
  return {
    rows,
    times,
    within: ({ least, end }) => [
      least === undefined ? 0 : lowerBound(times, least),
      end === undefined ? rows.length : lowerBound(times, end),
    ],
  }
}
