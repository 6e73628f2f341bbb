import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { folded, foldedText } from '../../../src/web/difference/fold.js'
import { differingWords } from '../../../src/web/difference/words.js'
import type { Stretch } from '../../../src/web/difference/words.js'

const side = (stretches: readonly Stretch[], not: Stretch['kind']): string =>
  stretches
    .filter(({ kind }) => kind !== not)
    .map(({ text }) => text)
    .join('')

const words = fc.array(fc.constantFrom('one', 'two', ' ', '\n', '日', '本', '-', '💥', '<b>'), { maxLength: 60 })

describe('the words in which two texts differ', () => {
  it('marks single words, and a phrase as one', () => {
    expect(differingWords('The quick brown fox jumps over it', 'The slow red fox jumps over it')).toEqual([
      { kind: 'same', text: 'The ' },
      { kind: 'old', text: 'quick brown' },
      { kind: 'new', text: 'slow red' },
      { kind: 'same', text: ' fox jumps over it' },
    ])
  })

  it('compares scripts without blanks letter by letter', () => {
    expect(differingWords('日本語の文章です', '日本語の文字です')).toEqual([
      { kind: 'same', text: '日本語の文' },
      { kind: 'old', text: '章' },
      { kind: 'new', text: '字' },
      { kind: 'same', text: 'です' },
    ])
  })

  it('marks nothing within texts that have little in common, however long', () => {
    const text = (seed: number): string =>
      Array.from({ length: 20_000 }, (_, i) => ((i * 7919 * seed) % 99_991).toString(36)).join(' ')
    expect(differingWords('red', 'a blue one').map(({ kind }) => kind)).toEqual(['old', 'new'])
    expect(differingWords(text(3), text(5)).map(({ kind }) => kind)).toEqual(['old', 'new'])
  })

  it('finds few changes in a very long text', () => {
    const long = Array.from({ length: 30_000 }, (_, i) => `w${i}`)
    const stretches = differingWords(long.join(' '), long.with(15, 'X').with(29_000, 'Y').join(' '))
    expect(stretches.filter(({ kind }) => kind === 'new').map(({ text }) => text)).toEqual(['X', 'Y'])
  })

  it('always gives both texts back, folded or not', () => {
    fc.assert(
      fc.property(words, words, (a, b) => {
        const [before, after] = [a.join(''), b.join('')]
        const stretches = differingWords(before, after)
        expect(side(stretches, 'new')).toBe(before)
        expect(side(stretches, 'old')).toBe(after)
        expect(side(folded(stretches), 'old')).toBe(after)
      }),
    )
  })
})

describe('folding', () => {
  it('keeps what stands beside a change', () => {
    const pieces = folded(
      differingWords(`${'a '.repeat(500)}old${' b'.repeat(500)}`, `${'a '.repeat(500)}new${' b'.repeat(500)}`),
    )
    expect(pieces.map(({ _tag, kind, text }) => [_tag, kind, text.length])).toEqual([
      ['Folded', 'same', 940],
      ['Shown', 'same', 60],
      ['Shown', 'old', 3],
      ['Shown', 'new', 3],
      ['Shown', 'same', 60],
      ['Folded', 'same', 940],
    ])
  })

  it('cuts no character in two', () => {
    const [first] = foldedText(`a${'💥'.repeat(200)}`, 10)
    expect(first?.text).toBe(`a${'💥'.repeat(4)}`)
  })
})
