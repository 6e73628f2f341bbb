import { describe, expect, test } from 'vitest'
import {
  checkChannel,
  checkId,
  checkTenant,
  checkText,
  checkType,
  checkUuid,
  checkVerb,
} from '../../src/domain/names.js'

const grin = '😀'

describe.each([
  [
    'type',
    checkType,
    ['a', 'Post', 'a.b_c9', 'a'.repeat(64)],
    ['', '9a', '_a', 'a-b', 'a:b', 'a b', 'é', 'a\n', 'a'.repeat(65)],
  ],
  [
    'tenant',
    checkTenant,
    ['default', 'A-1_b.c', '9', 'a'.repeat(64)],
    ['', 'a:b', 'a b', 'é', 'a/b', 'a\n', 'a'.repeat(65)],
  ],
  ['channel', checkChannel, ['web', 'a-1_b.c', 'a'.repeat(64)], ['', 'Web', 'a:b', 'a b', 'a'.repeat(65)]],
  ['verb', checkVerb, ['post.updated', 'A-1_b.c', 'a'.repeat(128)], ['', '$x', 'a b', 'a:b', 'é', 'a'.repeat(129)]],
  [
    'uuid',
    checkUuid,
    [
      '0190a7e2-7d3c-7cc3-98c4-dc0c0c07398f',
      '0190A7E2-7D3C-7CC3-98C4-DC0C0C07398F',
      '00000000-0000-0000-0000-000000000000',
    ],
    [
      '',
      '0190a7e27d3c7cc398c4dc0c0c07398f',
      '{0190a7e2-7d3c-7cc3-98c4-dc0c0c07398f}',
      '0190a7e2-7d3c-7cc3-98c4-dc0c0c07398g',
    ],
  ],
  [
    'id',
    checkId,
    [
      '42',
      'a b',
      'a/b',
      'a:b-c',
      '...',
      'é',
      grin,
      '\u{1F468}\u200D\u{1F469}',
      'a'.repeat(256),
      'é'.repeat(128),
      grin.repeat(64),
    ],
    [
      '',
      '.',
      '..',
      ' a',
      'a ',
      '\u00a0a',
      'a\u2003',
      'a\nb',
      'a\u0000',
      'a\u007fb',
      'a\u0085b',
      '\ud83d',
      'a'.repeat(257),
      'é'.repeat(129),
      grin.repeat(65),
    ],
  ],
])('a %s', (_name, check, good, bad) => {
  test.each(good)('may be %j', (text) => {
    expect(check(text)).toBeUndefined()
  })
  test.each(bad)('may not be %j', (text) => {
    expect(check(text)).toMatch(/^must /)
  })
})

describe('what is said', () => {
  test('the bytes of an id that is too long', () => {
    expect(checkId('é'.repeat(150))).toBe('must be 1 to 256 bytes of UTF-8 (300 given)')
    expect(checkId('')).toBe('must be 1 to 256 bytes of UTF-8 (0 given)')
  })

  test('the characters of a text that is too long, an emoji being one', () => {
    const check = checkText(0, 16_384)
    expect(check(grin.repeat(16_384))).toBeUndefined()
    expect(check(grin.repeat(16_385))).toBe('must be at most 16,384 characters (16,385 given)')
    expect(checkText(1, 256)('')).toBe('must be 1 to 256 characters (0 given)')
  })

  test('what a text may not contain', () => {
    expect(checkText(0, 10)('a\u0000b')).toBe('must not contain U+0000')
    expect(checkText(0, 10)('a\udc00b')).toBe('must not contain lone surrogates')
    expect(checkText(0, 10)('tab\tnl\n')).toBeUndefined()
  })
})
