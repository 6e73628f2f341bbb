import { describe, expect, it } from 'vitest'
import { compactJson, cut, safeJson, safeText } from '../../src/cli/safe-text.js'

describe('safeText', () => {
  it.each([
    ['a title', 'a title'],
    ['two\nlines\tand a tab', 'two\\nlines\\tand a tab'],
    ['\u001b[31mred\u0007', '\\u001b[31mred\\u0007'],
    ['\u009b2J', '\\u009b2J'],
    ['user\u202egnp.exe', 'user\\u202egnp.exe'],
    ['a\u2066b\u2069c\u200fd\u061ce', 'a\\u2066b\\u2069c\\u200fd\\u061ce'],
    ['Ünïcode 漢字 👩‍👩‍👧', 'Ünïcode 漢字 👩‍👩‍👧'],
  ])('shows %j as %s', (text, shown) => {
    expect(safeText(text)).toBe(shown)
  })
})

describe('safeJson', () => {
  it('means the same and holds nothing that a terminal acts on', () => {
    const value = { 'k\u202e': 'a\u009b\u2028\u007f', list: ['\u001b'] }
    const shown = safeJson(JSON.stringify(value, null, 2))
    expect(JSON.parse(shown)).toEqual(value)
    // eslint-disable-next-line no-control-regex
    expect(shown).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028\u202e]/)
  })
})

describe('cut', () => {
  it.each([
    ['short', 10, 'short'],
    ['exactly ten', 11, 'exactly ten'],
    ['longer than that', 7, 'longer…'],
    ['👍👍👍👍', 3, '👍👍…'],
  ])('cuts %j to %d', (text, width, expected) => {
    expect(cut(text, width)).toBe(expected)
  })

  it('keeps a value on one line', () => {
    expect(compactJson({ a: 'x\ny' })).toBe('{"a":"x\\ny"}')
    expect(compactJson('0123456789', 6)).toBe('"0123…')
  })
})
