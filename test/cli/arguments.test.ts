import { describe, expect, it } from 'vitest'
import { parseDuration, parseInteger, parseSubject, parseTimeOption } from '../../src/cli/arguments.js'

describe('a subject', () => {
  it.each([
    ['post/42', { type: 'post', id: '42' }],
    ['http/headers/a/b', { type: 'http', id: 'headers/a/b' }],
    ['file//etc', { type: 'file', id: '/etc' }],
  ])('%s is split at the first slash', (text, subject) => {
    expect(parseSubject(text)).toEqual(subject)
  })

  it.each([
    ['post', 'subject: must be type/id'],
    ['/42', 'subject: must be type/id'],
    ['post/', 'subject: the id (behind the first slash) must be 1 to 256 bytes'],
    ['9post/1', 'subject: the type (before the first slash) must be a letter'],
    ['post/..', 'subject: the id (behind the first slash) must not be "." or ".."'],
  ])('%s is refused', (text, message) => {
    expect(() => parseSubject(text)).toThrow(message)
  })
})

describe('numbers, durations and times', () => {
  it('are read', () => {
    expect(parseInteger('17', '--limit', 1, 1000)).toBe(17)
    expect(parseDuration('90d', '--expires')).toBe(90 * 86_400_000)
    expect(parseTimeOption('2026-11-23T03:14:00+01:00', '--at')).toBe(Date.UTC(2026, 10, 23, 2, 14))
  })

  it.each([
    [() => parseInteger('0', '--limit', 1, 1000), '--limit: must be an integer from 1 to 1000; got "0"'],
    [() => parseInteger('1e3', '--limit', 1, 1000), '--limit: must be an integer'],
    [() => parseInteger('', '--limit', 0, 1000), '--limit: must be an integer'],
    [() => parseDuration('90', '--expires'), '--expires: must be a duration such as 90d'],
    [() => parseDuration('0d', '--expires'), '--expires: must be a duration'],
    [() => parseTimeOption('2026-11-23', '--at'), '--at: must be an RFC 3339 time with offset'],
  ])('name the option where they are wrong', (parse, message) => {
    expect(parse).toThrow(message)
  })
})
