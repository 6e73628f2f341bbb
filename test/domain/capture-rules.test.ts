import * as E from 'fp-ts/lib/Either.js'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { CaptureRules } from '../../src/domain/capture-rules.js'
import { captureCheck, factsOfEvent } from '../../src/domain/capture-rules.js'
import { decodeCaptureRules } from '../../src/domain/codecs/capture-rules.js'

const facts = (verb: string, subjectType = 'post', channel?: string) => ({ subjectType, verbs: [verb], channel })

describe('rules for capture', () => {
  test.each<[string, CaptureRules, ReturnType<typeof facts>, unknown]>([
    ['nothing', {}, facts('post.viewed'), undefined],
    ['empty lists to leave out', { verbs: { exclude: [] } }, facts('post.viewed'), undefined],
    ['an empty list to keep', { verbs: { include: [] } }, facts('a'), { field: 'verbs', list: 'include' }],
    ['another verb', { verbs: { exclude: ['post.read', 'user.*'] } }, facts('post.viewed'), undefined],
    ['a verb', { verbs: { exclude: ['post.viewed'] } }, facts('post.viewed'), 'post.viewed'],
    ['a prefix', { verbs: { exclude: ['a', 'post.*'] } }, facts('post.viewed'), 'post.*'],
    ['a verb with a star of its own', { verbs: { exclude: ['post.\\*'] } }, facts('post.viewed'), undefined],
    ['all but a verb', { verbs: { include: ['post.viewed'] } }, facts('post.viewed'), undefined],
    [
      'a part of what is kept',
      { verbs: { include: ['post.*'], exclude: ['post.v*'] } },
      facts('post.viewed'),
      'post.v*',
    ],
    ['a type', { subjectTypes: { exclude: ['post'] } }, facts('x', 'post'), 'post'],
    ['a channel', { channels: { exclude: ['bulk'] } }, facts('x', 'post', 'bulk'), 'bulk'],
    ['a channel where there is none', { channels: { exclude: ['*'] } }, facts('x'), undefined],
    ['all but a channel', { channels: { include: ['*'] } }, facts('x'), { field: 'channels', list: 'include' }],
    ["what Annals' own parts say", { subjectTypes: { exclude: ['*'] } }, facts('x', 'annals.client'), undefined],
  ])('leave out %s', (_what, rules, event, expected) => {
    const rule = captureCheck(rules)(event)
    if (typeof expected === 'string') expect(rule).toMatchObject({ list: 'exclude', pattern: expected })
    else expect(rule).toEqual(expected)
  })

  test('leave out a change whose verb is still open where they leave out each that it may get', () => {
    const event = { subject: { type: 'post', id: '1' }, change: { kind: 'state', state: 1 } } as const
    const check = (exclude: readonly string[]) => captureCheck({ verbs: { exclude } })(factsOfEvent(event))
    expect(check(['post.created'])).toBeUndefined()
    expect(check(['post.created', 'post.updated'])).toMatchObject({ pattern: 'post.created' })
    expect(check(['post.*'])).toMatchObject({ pattern: 'post.*' })
  })

  test('that are split into two lists leave out what either does', () => {
    const pattern = fc
      .tuple(fc.constantFrom('a', 'ab', 'b', 'abc'), fc.constantFrom('', '*'))
      .map((parts) => parts.join(''))
    const list = fc.array(pattern, { maxLength: 4 })
    fc.assert(
      fc.property(list, list, fc.constantFrom('a', 'ab', 'abc', 'b', 'c'), (one, other, verb) => {
        const left = (exclude: readonly string[]) => captureCheck({ verbs: { exclude } })(facts(verb)) !== undefined
        expect(left([...one, ...other])).toBe(left(one) || left(other))
      }),
    )
  })

  test.each<[unknown, readonly string[]]>([
    [null, ['']],
    [{ verb: {} }, ['/verb']],
    [{ verbs: { exclude: 'post.*' } }, ['/verbs/exclude']],
    [
      { verbs: { exclude: ['a', '', 1, 'x'.repeat(131)], only: [] } },
      ['/verbs/exclude/1', '/verbs/exclude/2', '/verbs/exclude/3', '/verbs/only'],
    ],
    [{ channels: { include: Array.from({ length: 201 }, () => 'a') } }, ['/channels/include']],
  ])('%j are none', (value, fields) => {
    const decoded = decodeCaptureRules(value)
    expect(E.isLeft(decoded) ? decoded.left.map(({ field }) => field).sort() : decoded).toEqual(fields)
  })
})
