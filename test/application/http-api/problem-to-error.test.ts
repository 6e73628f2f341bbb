import { expect, it } from 'vitest'
import { problemToError } from '../../../src/application/http-api/problem-to-error.js'
import { describeError } from '../../../src/cli/failure.js'
import type { AnnalsError } from '../../../src/domain/errors.js'
import { toProblem } from '../../../src/http/problem.js'

const subject = { type: 'post', id: '42' }
const errors: readonly AnnalsError[] = [
  { _tag: 'InvalidInput', issues: [{ field: '/verb', message: 'is wrong' }] },
  { _tag: 'PayloadTooLarge', field: '/data', limitBytes: 65_536 },
  { _tag: 'Unauthenticated' },
  { _tag: 'Forbidden', detail: 'no' },
  { _tag: 'IdConflict', id: 'x' },
  { _tag: 'VersionConflict', subject, expected: 1, actual: 2 },
  { _tag: 'PreconditionFailed', subject, actual: 2 },
  { _tag: 'DeltaMismatch', subject, version: 3, paths: ['/title'] },
  { _tag: 'NoState', subject },
  { _tag: 'NoStateToPatch', subject, version: -1 },
  { _tag: 'SubjectNotFound', subject },
  { _tag: 'VersionNotFound', subject, version: 9, latest: 3 },
  { _tag: 'NoVersionAt', subject, at: '2026-11-23T03:14:00.000Z' },
  { _tag: 'Purged', subject, firstVersion: 3 },
  { _tag: 'ProjectionBehind', after: '9', position: '3' },
  { _tag: 'RebuildRunning', projection: 'stats' },
  { _tag: 'NotFound', what: 'transaction t-1' },
  { _tag: 'Overloaded', reason: 'much is waiting', retryAfterSeconds: 2 },
  { _tag: 'Unavailable', reason: 'the disk is full', retryAfterSeconds: 5 },
  { _tag: 'VersionConflict', subject, expected: 1, actual: 2, item: 3 },
]

it.each(errors)('$_tag comes back as what it was', (error) => {
  expect(problemToError(JSON.parse(JSON.stringify(toProblem(error))) as object)).toEqual(error)
  expect(describeError(error)).toMatch(/^[^\n]+$/)
})

it('knows nothing of what only HTTP can say', () => {
  expect(problemToError(toProblem({ _tag: 'RouteNotFound' }))).toBeUndefined()
  expect(problemToError({})).toBeUndefined()
})
