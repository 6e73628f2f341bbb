import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { canonicalize } from '../../src/domain/canonical.js'
import { equalJson } from '../../src/domain/equal.js'
import type { Json, JsonObject } from '../../src/domain/json.js'
import { anyJson, twoStates } from './arbitrary-json.js'

describe('examples of RFC 8785', () => {
  it('section 3.2.3: primitives and sorted keys', () => {
    const value = JSON.parse(`{
      "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
      "string": "\\u20ac$\\u000F\\u000aA'\\u0042\\u0022\\u005c\\\\\\"\\/",
      "literals": [null, true, false]
    }`) as Json
    expect(canonicalize(value)).toBe(
      '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
    )
  })

  it('section 3.2.3: keys sort by UTF-16 code units', () => {
    const value = JSON.parse(`{
      "\\u20ac": "Euro Sign", "\\r": "Carriage Return", "\\ufb33": "Hebrew Letter Dalet With Dagesh", "1": "One",
      "\\ud83d\\ude00": "Emoji: Grinning Face", "\\u0080": "Control", "\\u00f6": "Latin Small Letter O With Diaeresis"
    }`) as Json
    expect(Object.values(JSON.parse(canonicalize(value).replace('"1"', '"one"')) as JsonObject)).toEqual([
      'Carriage Return',
      'One',
      'Control',
      'Latin Small Letter O With Diaeresis',
      'Euro Sign',
      'Emoji: Grinning Face',
      'Hebrew Letter Dalet With Dagesh',
    ])
  })

  it.each([
    ['0000000000000000', '0'],
    ['8000000000000000', '0'],
    ['0000000000000001', '5e-324'],
    ['8000000000000001', '-5e-324'],
    ['7fefffffffffffff', '1.7976931348623157e+308'],
    ['ffefffffffffffff', '-1.7976931348623157e+308'],
    ['4340000000000000', '9007199254740992'],
    ['c340000000000000', '-9007199254740992'],
    ['4430000000000000', '295147905179352830000'],
    ['44b52d02c7e14af5', '9.999999999999997e+22'],
    ['44b52d02c7e14af6', '1e+23'],
    ['44b52d02c7e14af7', '1.0000000000000001e+23'],
    ['444b1ae4d6e2ef4e', '999999999999999700000'],
    ['444b1ae4d6e2ef4f', '999999999999999900000'],
    ['444b1ae4d6e2ef50', '1e+21'],
    ['3eb0c6f7a0b5ed8c', '9.999999999999997e-7'],
    ['3eb0c6f7a0b5ed8d', '0.000001'],
    ['41b3de4355555553', '333333333.3333332'],
    ['41b3de4355555554', '333333333.33333325'],
    ['41b3de4355555555', '333333333.3333333'],
    ['41b3de4355555556', '333333333.3333334'],
    ['41b3de4355555557', '333333333.33333343'],
    ['becbf647612f3696', '-0.0000033333333333333333'],
    ['43143ff3c1cb0959', '1424953923781206.2'],
  ])('appendix B: the double %s is %s', (bits, text) => {
    expect(canonicalize(Buffer.from(bits, 'hex').readDoubleBE(0))).toBe(text)
  })
})

test('the canonical form is JSON of the same value', () => {
  fc.assert(fc.property(anyJson, (value) => equalJson(JSON.parse(canonicalize(value)) as Json, value)))
})

test('two values have the same canonical form exactly when they are equal', () => {
  fc.assert(
    fc.property(fc.oneof(twoStates, fc.tuple(anyJson, anyJson)), ([a, b]) => {
      expect(canonicalize(a) === canonicalize(b)).toBe(equalJson(a, b))
    }),
    { numRuns: 2_000 },
  )
})

test('equality does not see the order of keys, but sees own properties only', () => {
  const reversed = (value: Json): Json => {
    if (typeof value !== 'object' || value === null) return value
    if (Array.isArray(value)) return (value as readonly Json[]).map(reversed)
    return Object.fromEntries(
      Object.entries(value)
        .reverse()
        .map(([key, member]) => [key, reversed(member)]),
    )
  }
  fc.assert(fc.property(anyJson, (value) => equalJson(reversed(value), value)))
  expect(equalJson({}, JSON.parse('{"__proto__":{}}') as Json)).toBe(false)
  expect(equalJson({ constructor: 1 }, { toString: 1 })).toBe(false)
  expect(equalJson(undefined, null)).toBe(false)
  expect(equalJson([], {})).toBe(false)
  expect(equalJson(-0, 0)).toBe(true)
})
