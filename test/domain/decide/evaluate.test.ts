import { expect, it } from 'vitest'
import { evaluateState } from '../../../src/domain/decide/evaluate.js'

const items = (from: number) => Array.from({ length: 12_000 }, (_, n) => `${from + n} ${'x'.repeat(8)}`)

it('a new state is stored as the difference', () => {
  const before = { a: items(0), b: 1 }
  const after = { a: items(0), b: 2 }
  const change = { kind: 'patch', delta: { b: [1, 2] } }
  expect(evaluateState(before, after, undefined)).toEqual({ _tag: 'Next', change, state: after })
})

it('a new state is stored whole where the difference would be larger than an event may be', () => {
  const before = { a: items(0) }
  const after = { a: items(50_000) }
  const change = { kind: 'state', state: after }
  expect(evaluateState(before, after, undefined)).toEqual({ _tag: 'Next', change, state: after })
})
