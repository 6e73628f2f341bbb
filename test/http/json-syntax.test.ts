import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { syntaxErrorIndex } from '../../src/http/json-syntax.js'

const parses = (text: string): boolean => {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

/** Where V8 says that a text stops being JSON, for those of its messages that say it. */
const v8Index = (text: string): number | undefined => {
  try {
    JSON.parse(text)
    return undefined
  } catch (error) {
    const match = / at position (\d+)/.exec((error as Error).message)
    return match === null ? undefined : Number(match[1])
  }
}

describe('the place where a text stops being JSON', () => {
  test.each([
    ['', 0],
    ['   ', 3],
    ['{', 1],
    ['{"a":}', 5],
    ['{"a" 1}', 5],
    ['{"a":1,}', 7],
    ['{a:1}', 1],
    ['[1,2', 4],
    ['[1,]', 3],
    ['[1 2]', 3],
    ['tru', 3],
    ['truE', 3],
    ['nul}', 3],
    ['01', 1],
    ['-', 1],
    ['1.', 2],
    ['1e+', 3],
    ['.5', 0],
    ['+1', 0],
    ['NaN', 0],
    ['"a', 2],
    ['"\\x"', 2],
    ['"\\u12g4"', 5],
    ['"a\nb"', 2],
    ['{"a":1}x', 7],
    ['{"a":[{"b":[1,2}]}]}', 15],
    ['\ufeff{}', 0],
  ])('%j stops at %i', (text, index) => {
    expect(syntaxErrorIndex(text)).toBe(index)
  })

  test('a text that is JSON does not stop', () => {
    fc.assert(
      fc.property(fc.json(), fc.constantFrom(undefined, 1, '\t'), (text, indent) => {
        expect(syntaxErrorIndex(JSON.stringify(JSON.parse(text), null, indent))).toBeUndefined()
      }),
    )
  })

  test('agrees with JSON.parse on damaged JSON, and on the place where the engine says one', () => {
    const damage = fc.record({
      text: fc.json(),
      at: fc.nat(),
      removed: fc.nat(3),
      inserted: fc.constantFrom('', ',', '"', '}', '[', '\\', '0', '-', 'e', '\u0001', ' ', 'null'),
    })
    fc.assert(
      fc.property(damage, ({ text, at, removed, inserted }) => {
        const start = at % (text.length + 1)
        const damaged = text.slice(0, start) + inserted + text.slice(start + removed)
        const index = syntaxErrorIndex(damaged)
        expect(index === undefined).toBe(parses(damaged))
        const said = v8Index(damaged)
        if (said !== undefined && index !== undefined && !damaged.includes('\\u')) expect(index).toBe(said)
      }),
      { numRuns: 2_000 },
    )
  })

  test('does not run out of stack on deep nesting', () => {
    expect(syntaxErrorIndex('['.repeat(1_000_000))).toBe(1_000_000)
  })
})
