import * as E from 'fp-ts/lib/Either.js'
import * as fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { decodeEventInput } from '../../../src/domain/codecs/event-input.js'
import type { Json } from '../../../src/domain/json.js'
import { eventInput } from '../event-arbitraries.js'

const actor = { type: 'user', id: 'u-7', name: 'Ada' }
const subject = { type: 'post', id: '42' }
const activity = { subject, actor, verb: 'post.read' }
const creation = { subject, actor, change: { kind: 'state', state: { title: 'Old' } } }
const patch = { subject, actor, change: { kind: 'patch', delta: { title: ['Old', 'New'] } } }
const call = { direction: 'out', service: 'payments', operation: '/v1/transfer' }
const uuid = '0190a7e2-7d3c-7cc3-98c4-dc0c0c07398f'

const withState = (state: unknown) => ({ ...creation, change: { kind: 'state', state } })
const withDelta = (delta: unknown) => ({ ...patch, change: { kind: 'patch', delta } })
const nested = (depth: number): Json => (depth === 0 ? 1 : [nested(depth - 1)])

const issuesOf = (value: unknown) => {
  const decoded = decodeEventInput(value)
  return E.isLeft(decoded) ? decoded.left : []
}

describe('an event that is taken', () => {
  test.each<[string, unknown]>([
    ['the least', activity],
    ['a creation', creation],
    ['a patch', patch],
    ['a patch with what was before', { ...patch, before: { title: 'Old' }, expectedVersion: -1, onMismatch: 'keep' }],
    ['a deletion', { subject, actor, change: { kind: 'delete' }, reason: '' }],
    ['a failure', { ...activity, outcome: { status: 'failure' } }],
    ['a failure with its error', { ...activity, outcome: { status: 'failure', error: { message: '', code: 'E1' } } }],
    ['a call', { ...activity, call: { ...call, statusCode: 0, durationMs: 0.25, parameters: null, result: [1] } }],
    ['data null', { ...activity, data: null }],
    ['U+0000 in a state and in data', { ...withState('a\u0000'), data: { 'k\u0000': '' } }],
    ['a state 64 deep', withState(nested(64))],
    ['a delta between states 64 deep', withDelta([nested(64), 1])],
    ['no prototype', Object.assign(Object.create(null) as object, activity)],
  ])('%s', (_name, value) => {
    expect(issuesOf(value)).toEqual([])
  })

  it('is given back as it is', () => {
    fc.assert(
      fc.property(eventInput, (input) => {
        const decoded = decodeEventInput(input)
        expect(decoded).toEqual(E.right(input))
        expect(E.isRight(decoded) && decoded.right === input).toBe(true)
      }),
    )
  })

  it('has its ids in lower case and its time as it was sent', () => {
    const sent = {
      ...activity,
      id: uuid.toUpperCase(),
      causationId: uuid.toUpperCase(),
      occurredAt: '2026-11-23t03:14:00+01:00',
    }
    expect(decodeEventInput(sent)).toEqual(E.right({ ...sent, id: uuid, causationId: uuid }))
    expect(sent.id).toBe(uuid.toUpperCase())
  })

  it('has no negative zero', () => {
    expect(decodeEventInput({ ...activity, data: -0 })).toEqual(E.right({ ...activity, data: 0 }))
    expect(decodeEventInput(withState({ a: [-0] }))).toEqual(E.right(withState({ a: [0] })))
  })

  it('keeps keys such as __proto__ as data', () => {
    const state: unknown = JSON.parse('{"__proto__": {"a": 1}, "constructor": -0, "toString": null}')
    const decoded = decodeEventInput(withState(state))
    const text = '{"__proto__":{"a":1},"constructor":0,"toString":null}'
    expect(E.isRight(decoded) && JSON.stringify(decoded.right.change)).toBe(`{"kind":"state","state":${text}}`)
  })
})

describe('an event that is refused names the field', () => {
  const withOut = (key: string) => Object.fromEntries(Object.entries(activity).filter(([name]) => name !== key))
  const context = (more: object) => ({ ...activity, context: more })
  const withCall = (more: object) => ({ ...activity, call: { ...call, ...more } })
  const longKey = 'a/b~c'

  test.each<[field: string, message: RegExp, value: unknown]>([
    ['', /object/, null],
    ['', /object/, undefined],
    ['', /object/, 'post'],
    ['', /object/, []],
    ['', /object/, new Map()],
    ['/subject', /required/, withOut('subject')],
    ['/actor', /required/, withOut('actor')],
    ['/verb', /required without a change/, withOut('verb')],
    ['/verb', /string, not undefined/, { ...activity, verb: undefined }],
    ['/channel', /not undefined \(leave the key out\)/, { ...activity, channel: undefined }],
    ['/colour', /unknown key/, { ...activity, colour: 'red' }],
    ['/a~1b~0c', /unknown key/, { ...activity, [longKey]: 1 }],
    [
      '/__proto__',
      /unknown key/,
      JSON.parse(JSON.stringify(activity).replace('{', '{"__proto__":{"x":1},')) as unknown,
    ],
    ['/applied', /unknown key/, { ...activity, applied: false }],
    ['/restoredFrom', /unknown key/, { ...creation, restoredFrom: { version: 1 } }],
    ['/stream', /unknown key/, { ...activity, stream: 'post-default:42' }],
    ['/revision', /unknown key/, { ...activity, revision: 1 }],
    ['/version', /unknown key/, { ...activity, version: 1 }],
    ['/position', /unknown key/, { ...activity, position: '1' }],
    ['/recordedAt', /unknown key/, { ...activity, recordedAt: '2026-11-23T03:14:00.000Z' }],
    ['/changedPaths', /unknown key/, { ...creation, changedPaths: [''] }],
    ['/kind', /unknown key/, { ...activity, kind: 'activity' }],
    ['/digest', /unknown key/, { ...activity, digest: 'a' }],

    ['/id', /UUID/, { ...activity, id: '42' }],
    ['/id', /UUID/, { ...activity, id: 42 }],
    ['/subject', /object/, { ...activity, subject: 'post/42' }],
    ['/subject/type', /letter/, { ...activity, subject: { type: '9', id: '42' } }],
    ['/subject/id', /string/, { ...activity, subject: { type: 'post', id: 42 } }],
    [
      '/subject/id',
      /1 to 256 bytes of UTF-8 \(300 given\)/,
      { ...activity, subject: { type: 'post', id: 'a'.repeat(300) } },
    ],
    ['/subject/name', /unknown key/, { ...activity, subject: { ...subject, name: 'x' } }],
    ['/actor/id', /required/, { ...activity, actor: { type: 'user' } }],
    [
      '/actor/name',
      /at most 256 characters \(257 given\)/,
      { ...activity, actor: { ...actor, name: 'a'.repeat(257) } },
    ],
    ['/onBehalfOf/type', /letter/, { ...activity, onBehalfOf: { type: '', id: '1' } }],
    ['/affects/id', /blank/, { ...activity, affects: { type: 'user', id: ' 1' } }],
    ['/verb', /letters/, { ...activity, verb: 'post updated' }],
    ['/channel', /lower-case/, { ...activity, channel: 'Web' }],
    ['/tenant', /1 to 64/, { ...activity, tenant: '' }],
    ['/org', /bytes/, { ...activity, org: '' }],
    ['/transactionId', /control/, { ...activity, transactionId: 'a\u0000' }],
    ['/causationId', /UUID/, { ...activity, causationId: 'x' }],
    ['/reason', /4,096/, { ...activity, reason: 'a'.repeat(4_097) }],
    ['/reason', /U\+0000/, { ...activity, reason: 'a\u0000' }],
    ['/reason', /lone surrogates/, { ...activity, reason: 'a\ud800' }],
    ['/occurredAt', /RFC 3339/, { ...activity, occurredAt: '1 Jan' }],
    ['/occurredAt', /RFC 3339/, { ...activity, occurredAt: '2026-11-23' }],
    ['/occurredAt', /string/, { ...activity, occurredAt: 1 }],
    ['/occurredAt', /string/, { ...activity, occurredAt: new Date() }],

    ['/context/colour', /unknown key/, context({ colour: 'red' })],
    ['/context/ip', /at most 64/, context({ ip: '1'.repeat(65) })],
    ['/context/userAgent', /1,024/, context({ userAgent: 'a'.repeat(1_025) })],
    ['/context/requestId', /256/, context({ requestId: 'a'.repeat(257) })],
    ['/context/traceparent', /128/, context({ traceparent: 'a'.repeat(129) })],
    ['/context/entryPoint', /http, cli, job, shell, script or migration/, context({ entryPoint: 'web' })],
    ['/context/method', /32/, context({ method: 'a'.repeat(33) })],
    ['/context/path', /4,096/, context({ path: 'a'.repeat(4_097) })],
    ['/context/route', /4,096/, context({ route: 'a'.repeat(4_097) })],

    ['/outcome/status', /success or failure/, { ...activity, outcome: { status: 'ok' } }],
    ['/outcome/status', /required/, { ...activity, outcome: {} }],
    [
      '/outcome/error',
      /belongs to a failure/,
      { ...activity, outcome: { status: 'success', error: { message: 'x' } } },
    ],
    ['/outcome/error/message', /required/, { ...activity, outcome: { status: 'failure', error: {} } }],
    [
      '/outcome/error/message',
      /16,384/,
      { ...activity, outcome: { status: 'failure', error: { message: 'a'.repeat(16_385) } } },
    ],
    [
      '/outcome/error/type',
      /256/,
      { ...activity, outcome: { status: 'failure', error: { message: '', type: 'a'.repeat(257) } } },
    ],
    ['/outcome/error/code', /string/, { ...activity, outcome: { status: 'failure', error: { message: '', code: 7 } } }],

    ['/call/direction', /in or out/, withCall({ direction: 'up' })],
    ['/call/service', /1 to 256/, withCall({ service: '' })],
    ['/call/operation', /1 to 1,024/, withCall({ operation: 'a'.repeat(1_025) })],
    ['/call/statusCode', /integer from 0 to 999/, withCall({ statusCode: 200.5 })],
    ['/call/statusCode', /integer/, withCall({ statusCode: '200' })],
    ['/call/durationMs', /number from 0 to 1,000,000,000/, withCall({ durationMs: Number.NaN })],
    ['/call/durationMs', /number/, withCall({ durationMs: Infinity })],
    ['/call/durationMs', /number/, withCall({ durationMs: -1 })],
    ['/call/parameters', /65536|65,536/, withCall({ parameters: 'a'.repeat(65_536) })],
    ['/call/result/a', /undefined/, withCall({ result: { a: undefined } })],
    ['/call/result', /U\+0000/, withCall({ result: '\u0000' })],

    ['/data', /65536|65,536/, { ...activity, data: 'é'.repeat(32_768) }],
    ['/data', /undefined/, { ...activity, data: undefined }],
    ['/data/a~1b~0c/0', /finite|NaN/, { ...activity, data: { [longKey]: [Number.NaN] } }],
    ['/data', /plain object/, { ...activity, data: new Date() }],

    ['/change/kind', /patch, state or delete/, { ...patch, change: { kind: 'update' } }],
    ['/change/kind', /required/, { ...patch, change: {} }],
    ['/change', /object/, { ...patch, change: [1] }],
    ['/change/delta', /required/, { ...patch, change: { kind: 'patch' } }],
    ['/change/state', /unknown key/, { ...patch, change: { kind: 'delete', state: 1 } }],
    ['/change/state', /required/, { ...patch, change: { kind: 'state' } }],
    ['/change/state', /not be null: a deletion is \{ "kind": "delete" \}/, withState(null)],
    [`/change/state${'/0'.repeat(64)}`, /64/, withState(nested(65))],
    ['/change/state', /20000|20,000/, withState(Array.from({ length: 20_000 }, () => 0))],
    ['/change/state', /262144|262,144/, withState('a'.repeat(262_143))],
    ['/change/state/n', /send it as a string/, withState({ n: 2 ** 53 })],
    ['/change/state/n', /surrogate/, withState({ n: '\ud800' })],
    ['/change/state/a/$redacted', /\$redacted/, withState({ a: { $redacted: 'x' } })],
    ['/change/delta', /delta/, withDelta('x')],
    ['/change/delta', /changes nothing/, withDelta({})],
    ['/change/delta/a', /text diff/, withDelta({ a: ['@@ -1 +1 @@', 0, 2] })],
    ['/change/delta/a/1', /finite|NaN/, withDelta({ a: [1, Number.NaN] })],
    ['/change/delta/a/0/$redacted', /\$redacted/, withDelta({ a: [{ $redacted: 'x' }, 1] })],
    ['', /655,360 bytes/, { ...withDelta(['a'.repeat(327_680), 'b'.repeat(327_680)]) }],
    ['/change/delta', /\d/, withDelta([Array.from({ length: 120_001 }, () => 0), 1])],

    ['/call', /beside a change/, { ...creation, call }],
    ['/change', /failure/, { ...creation, outcome: { status: 'failure' } }],
    ['/before', /patch alone/, { ...creation, before: 1 }],
    ['/before', /change alone/, { ...activity, before: 1 }],
    ['/before', /not be null/, { ...patch, before: null }],
    ['/before/n', /send it as a string/, { ...patch, before: { n: 1e300 } }],
    ['/expectedVersion', /change alone/, { ...activity, expectedVersion: 1 }],
    ['/expectedVersion', /integer from -1/, { ...creation, expectedVersion: -2 }],
    ['/expectedVersion', /integer/, { ...creation, expectedVersion: Number.NaN }],
    ['/onMismatch', /reject or keep/, { ...creation, onMismatch: 'drop' }],
  ])('%s %s', (field, message, value) => {
    const issues = issuesOf(value)
    expect(issues.map((issue) => issue.field)).toContain(field)
    expect(
      issues
        .filter((issue) => issue.field === field)
        .map((issue) => issue.message)
        .join(),
    ).toMatch(message)
  })

  it('names all of them at once', () => {
    const sent = {
      subject: { type: 1 },
      actor: { ...actor, x: 1 },
      data: [undefined, Number.NaN],
      colour: 1,
      context: { ip: 1 },
    }
    expect(
      issuesOf(sent)
        .map((issue) => issue.field)
        .sort(),
    ).toEqual(
      ['/actor/x', '/colour', '/context/ip', '/data/0', '/data/1', '/subject/id', '/subject/type', '/verb'].sort(),
    )
  })

  it('names 200 of them at most', () => {
    const many = Object.fromEntries(Array.from({ length: 5_000 }, (_, n) => [`k${n}`, 1]))
    expect(issuesOf({ ...activity, ...many })).toHaveLength(200)
  })

  it('sees own properties only', () => {
    class Sneaky {
      readonly subject = subject
      readonly actor = actor
      readonly verb = 'post.read'
    }
    expect(issuesOf(new Sneaky())).toEqual([{ field: '', message: 'must be an object' }])
    expect(issuesOf({ ...activity, subject: Object.create(subject) as unknown })[0]?.field).toBe('/subject')
  })

  it('takes anything without throwing, and pointers lead to where they say', () => {
    const anything = fc.anything({ withBigInt: true, withDate: true, withMap: true, withNullPrototype: true })
    fc.assert(
      fc.property(
        anything,
        fc.constantFrom(...Object.keys({ ...creation, ...activity, call, data: 1, context: 1 })),
        (value, key) => {
          expect(issuesOf(value).every((issue) => issue.message.length > 0)).toBe(true)
          const fields = issuesOf({ ...activity, [key]: value }).map((issue) => issue.field)
          expect(fields.every((field) => field === '/verb' || field === '/call' || field.startsWith(`/${key}`))).toBe(
            true,
          )
        },
      ),
      { numRuns: 500 },
    )
  })
})
