import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, test } from 'vitest'
import { decodeRecordStateInput } from '../../../src/domain/codecs/record-state-input.js'
import { decodeRestoreInput } from '../../../src/domain/codecs/restore-input.js'
import { decodeSubject } from '../../../src/domain/codecs/subject.js'

const actor = { type: 'user', id: 'u-7' }

const fieldsOf = (decoded: E.Either<readonly { readonly field: string }[], unknown>) =>
  E.isLeft(decoded) ? decoded.left.map((issue) => issue.field).sort() : []

describe('a state to be recorded', () => {
  test.each([
    { actor, state: 0 },
    { actor, state: null },
    { actor, state: [], verb: 'post.saved', expectedVersion: -1, onMismatch: 'keep', data: null, channel: 'web' },
  ])('%j is taken', (input) => {
    expect(decodeRecordStateInput(input)).toEqual(E.right(input))
  })

  test.each<[readonly string[], unknown]>([
    [['/actor', '/state'], {}],
    [['/state'], { actor, state: undefined }],
    [['/state/a'], { actor, state: { a: Infinity } }],
    [['/state/$redacted'], { actor, state: { $redacted: '' } }],
    [['/subject'], { actor, state: 1, subject: { type: 'post', id: '1' } }],
    [['/before', '/call', '/change', '/outcome'], { actor, state: 1, change: 1, call: 1, before: 1, outcome: 1 }],
    [['/channel', '/verb'], { actor, state: 1, verb: '', channel: 'A' }],
  ])('%j are named', (fields, input) => {
    expect(fieldsOf(decodeRecordStateInput(input))).toEqual(fields)
  })
})

describe('a restore', () => {
  test.each([
    { actor, version: 0 },
    { actor, at: '2026-11-23T03:14:00+01:00', by: 'recorded', dryRun: true, expectedVersion: 7, reason: 'oops' },
  ])('%j is taken', (input) => {
    expect(decodeRestoreInput(input)).toEqual(E.right(input))
  })

  test.each<[readonly string[], unknown]>([
    [['/actor', '/version'], {}],
    [['/at'], { actor, version: 1, at: '2026-11-23T03:14:00Z' }],
    [['/by'], { actor, version: 1, by: 'occurred' }],
    [['/by'], { actor, at: '2026-11-23T03:14:00Z', by: 'created' }],
    [['/at'], { actor, at: 'yesterday' }],
    [['/version'], { actor, version: -1 }],
    [['/version'], { actor, version: 0.5 }],
    [['/version'], { actor, version: '1' }],
    [['/dryRun'], { actor, version: 1, dryRun: 'yes' }],
    [['/onMismatch', '/state'], { actor, version: 1, state: 1, onMismatch: 'keep' }],
  ])('%j are named', (fields, input) => {
    expect(fieldsOf(decodeRestoreInput(input))).toEqual(fields)
  })
})

test('a subject is its type and id', () => {
  expect(decodeSubject({ type: 'post', id: 'a/b' })).toEqual(E.right({ type: 'post', id: 'a/b' }))
  expect(fieldsOf(decodeSubject({ type: 'po-st', id: '..' }))).toEqual(['/id', '/type'])
})
