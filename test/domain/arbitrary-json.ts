import fc from 'fast-check'
import type { Json, JsonObject, State } from '../../src/domain/json.js'

/** Keys that careless code loses or trips over, beside ordinary ones and any text at all. */
const nastyKeys = [
  '__proto__',
  'constructor',
  'toString',
  'valueOf',
  'hasOwnProperty',
  '_t',
  '_0',
  '0',
  '',
  'a/b',
  '~',
  '*',
]
export const anyKey = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom('a', 'b', 'c', 'id', 'key') },
  { weight: 3, arbitrary: fc.constantFrom(...nastyKeys) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 4 }) },
)

/** Integers beyond ±(2^53−1) are refused wherever a value enters. */
const isExact = (value: number): boolean => !Number.isInteger(value) || Number.isSafeInteger(value)

const scalar: fc.Arbitrary<Json> = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom<Json>(null, true, false, 0, -0, 1, '', 'x', '0', 'null') },
  { weight: 1, arbitrary: fc.double({ noNaN: true, noDefaultInfinity: true }).filter(isExact) },
  { weight: 1, arbitrary: fc.maxSafeInteger() },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 8 }) },
  { weight: 1, arbitrary: fc.constantFrom('𝒳', '😀', 'é', 'é', '\u0000', '\u2028') },
)

/** As JSON.parse makes them: every key an own property. */
const objectOf = (value: fc.Arbitrary<Json>): fc.Arbitrary<JsonObject> =>
  fc.array(fc.tuple(anyKey, value), { maxLength: 5 }).map((pairs) => Object.fromEntries(pairs))

/** Any JSON value; few distinct scalars, so that equal items and duplicates are common. */
export const anyJson: fc.Arbitrary<Json> = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, depthSize: 'small' },
    { weight: 2, arbitrary: scalar },
    { weight: 2, arbitrary: fc.array(tie('value'), { maxLength: 6 }) },
    { weight: 3, arbitrary: objectOf(tie('value')) },
  ),
})).value

export const anyState: fc.Arbitrary<State> = anyJson.filter((value): value is State => value !== null)

/** Another state that has much in common with the given one. */
const mutated = (value: Json): fc.Arbitrary<Json> => {
  const elsewhere = { weight: 1, arbitrary: anyJson }
  const same = { weight: 2, arbitrary: fc.constant(value) }
  if (typeof value !== 'object' || value === null) return fc.oneof(same, elsewhere)
  if (Array.isArray(value)) {
    const items = value as readonly Json[]
    return fc.oneof(same, elsewhere, { weight: 8, arbitrary: mutatedArray(items) })
  }
  const members = Object.entries(value).map(([key, member]) =>
    fc.option(mutated(member), { freq: 5, nil: undefined }).map((next) => [key, next] as const),
  )
  const changed = fc
    .tuple(fc.tuple(...members), fc.array(fc.tuple(anyKey, anyJson), { maxLength: 1 }))
    .map(
      ([kept, more]) => Object.fromEntries([...kept, ...more].filter(([, next]) => next !== undefined)) as JsonObject,
    )
  return fc.oneof(same, elsewhere, { weight: 8, arbitrary: changed })
}

const mutatedArray = (items: readonly Json[]): fc.Arbitrary<Json> =>
  fc
    .tuple(
      fc.tuple(...items.map(mutated)),
      fc.shuffledSubarray([...items, ...items]),
      fc.array(anyJson, { maxLength: 2 }),
      fc.constantFrom('in place', 'shuffled', 'longer', 'mixed'),
    )
    .map(([changed, shuffled, more, how]) => {
      if (how === 'in place') return changed
      if (how === 'shuffled') return shuffled
      return how === 'longer' ? [...more, ...changed] : [...shuffled, ...more, ...changed].slice(0, items.length + 1)
    })

/** Two states of one record, one after the other: often alike, sometimes not at all. */
export const twoStates: fc.Arbitrary<readonly [State, State]> = anyState.chain((before) =>
  mutated(before)
    .filter((after): after is State => after !== null)
    .map((after) => [before, after] as const),
)
