import { describe, expect, test } from 'vitest'
import { toProblem } from '../../src/http/problem.js'
import { errors, subject } from './support/errors.js'

describe('the problem of an error', () => {
  test.each([
    ['InvalidInput', 400, 'invalid-input', { errors: [{ field: '/verb', message: 'is required' }] }],
    ['PayloadTooLarge', 413, 'payload-too-large', { field: '/change/state', limitBytes: 262_144 }],
    ['UnsupportedMediaType', 415, 'unsupported-media-type', {}],
    ['UnsupportedEncoding', 415, 'unsupported-encoding', {}],
    ['Unauthenticated', 401, 'unauthenticated', {}],
    ['Forbidden', 403, 'forbidden', { detail: 'The event names another tenant.' }],
    ['IdConflict', 409, 'id-conflict', { id: '0190b0a5-0000-7000-8000-000000000001' }],
    ['VersionConflict', 409, 'version-conflict', { subject, expected: 3, actual: 5 }],
    ['PreconditionFailed', 412, 'precondition-failed', { subject, actual: -1 }],
    ['DeltaMismatch', 409, 'delta-mismatch', { subject, version: 3, paths: ['/title'] }],
    ['NoState', 404, 'no-state', { subject }],
    ['NoStateToPatch', 409, 'no-state', { subject, version: -1 }],
    ['SubjectNotFound', 404, 'subject-not-found', { subject }],
    ['VersionNotFound', 404, 'version-not-found', { subject, version: 9, latest: 5 }],
    ['NoVersionAt', 404, 'no-version-at', { subject, at: '2026-01-01T00:00:00.000Z' }],
    ['Purged', 410, 'purged', { subject, firstVersion: 4 }],
    ['NotFound', 404, 'not-found', {}],
    ['ProjectionBehind', 503, 'projection-behind', { after: '20', position: '10', retryAfter: 1 }],
    ['RebuildRunning', 409, 'rebuild-running', { projection: 'activity' }],
    ['Unavailable', 503, 'unavailable', { retryAfter: 2 }],
    ['Overloaded', 503, 'overloaded', { retryAfter: 1 }],
    ['DataFolderInUse', 503, 'unavailable', { retryAfter: 5 }],
    ['Corrupt', 500, 'corrupt', {}],
    ['RouteNotFound', 404, 'route-not-found', {}],
    ['MethodNotAllowed', 405, 'method-not-allowed', {}],
    ['HostNotAllowed', 421, 'host-not-allowed', {}],
    ['OriginNotAllowed', 403, 'origin-not-allowed', {}],
    ['HeadersTooLarge', 431, 'headers-too-large', {}],
    ['HeadersTimeout', 408, 'headers-timeout', {}],
    ['RequestAborted', 400, 'request-aborted', {}],
    ['NotReady', 503, 'not-ready', { reasons: ['activity is 7 behind'], retryAfter: 1 }],
    ['ShuttingDown', 503, 'shutting-down', { retryAfter: 5 }],
    ['Internal', 500, 'internal', {}],
  ] as const)('%s is %i %s', (tag, status, name, members) => {
    expect(toProblem(errors[tag])).toMatchObject({ type: `urn:annals:problem:${name}`, status, ...members })
  })

  test('none tells where the data is or what exactly is damaged', () => {
    const told = JSON.stringify([
      toProblem(errors.Corrupt),
      toProblem(errors.DataFolderInUse),
      toProblem(errors.Internal),
    ])
    expect(told).not.toMatch(/log\.db|post-default|annals"|\/var|process 7/)
  })

  test('names the item of an array that was refused for it', () => {
    expect(toProblem({ ...errors.DeltaMismatch, item: 3 })).toMatchObject({ item: 3 })
  })
})
