import type { Pattern } from '../../../ports/read-models.js'
import type { Range } from '../queries/conditions.js'
import { lowerBound } from './lower-bound.js'
import type { CodedCondition, Question, TermCondition } from './question.js'
import type { Tail } from './tail.js'

/**
 * Keeps those of some rows of the tail that meet a question, in their order. Conditions are looked at one after another, each for all rows that the ones
 * before have left: the first is the tenant, which leaves few.
 */
export const tailFilter = ({ coded, terms }: Question, tail: Tail): ((rows: Uint32Array) => Uint32Array) => {
  const passes = [...coded.map((condition) => codedPass(condition, tail)), ...terms.map((each) => termPass(each, tail))]
  return (rows) => {
    const kept = Uint32Array.from(rows)
    let size = kept.length
    for (const pass of passes) size = pass(kept, size)
    return kept.subarray(0, size)
  }
}

/** Moves those that stay of the first `size` rows to the front; answers how many. */
type Pass = (rows: Uint32Array, size: number) => number

const codedPass = ({ field, anyOf, noneOf }: CodedCondition, tail: Tail): Pass => {
  const codes = tail.codes()[field] as Uint32Array
  const [wanted, another] = anyOf ?? []
  if (noneOf === undefined && wanted !== undefined && another === undefined) {
    return (rows, size) => {
      let kept = 0
      for (let i = 0; i < size; i++) {
        const row = rows[i] as number
        if (codes[row] === wanted) rows[kept++] = row
      }
      return kept
    }
  }
  return keeping((row) => {
    const code = codes[row] as number
    return (anyOf === undefined || anyOf.has(code)) && noneOf?.has(code) !== true
  })
}

const termPass = ({ field, anyOf, noneOf }: TermCondition, tail: Tail): Pass => {
  const lists = tail.terms()[field] ?? []
  return keeping((row) => {
    const values = lists[row] ?? []
    return (
      (anyOf === undefined || hasOneOf(values, anyOf.asked)) &&
      (noneOf === undefined || !hasOneOf(values, noneOf.asked))
    )
  })
}

const keeping =
  (test: (row: number) => boolean): Pass =>
  (rows, size) => {
    let kept = 0
    for (let i = 0; i < size; i++) {
      const row = rows[i] as number
      if (test(row)) rows[kept++] = row
    }
    return kept
  }

const hasOneOf = (values: readonly string[], patterns: readonly Pattern[]): boolean => {
  for (const value of values) {
    for (const { value: asked, prefix } of patterns) if (prefix ? value.startsWith(asked) : value === asked) return true
  }
  return false
}

/** The rows of the tail that meet a question, by time: found once for all ranges that are asked for. */
export interface TailMatch {
  readonly rows: Uint32Array
  readonly times: Float64Array
  /** From the first to behind the last that lies in the range. */
  readonly within: (range: Range) => readonly [number, number]
}

export const matchTail = (question: Question, tail: Tail): TailMatch => {
  const all = tail.times()
  const rows = tailFilter(question, tail)(tail.byTime())
  const times = new Float64Array(rows.length)
  for (let i = 0; i < rows.length; i++) times[i] = all[rows[i] as number] as number
  return {
    rows,
    times,
    within: ({ least, end }) => [
      least === undefined ? 0 : lowerBound(times, least),
      end === undefined ? rows.length : lowerBound(times, end),
    ],
  }
}
