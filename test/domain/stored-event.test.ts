import * as E from 'fp-ts/lib/Either.js'
import * as fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { decideEvent } from '../../src/domain/decide/decide-event.js'
import type { EventBody, EventInput, EventKind } from '../../src/domain/event.js'
import type { RecordedLike } from '../../src/domain/stored-event.js'
import { decodeRecorded, encodeEvent } from '../../src/domain/stored-event.js'
import { streamOf } from '../../src/domain/stream-name.js'
import { emptyFold } from '../../src/domain/subject-fold.js'
import { anyJson, eventInput, now } from './event-arbitraries.js'

const digest = '5'.repeat(64)
const recordedAt = '2026-11-23T12:00:00.000Z'
const id = '0190a7e2-7d3c-7cc3-98c4-dc0c0c07398f'

const body: EventBody = {
  id,
  subject: { type: 'post', id: '42' },
  verb: 'post.updated',
  actor: { type: 'user', id: 'u-7', name: 'Ada' },
  tenant: 'acme',
  occurredAt: '2026-11-23T03:14:00.000Z',
  outcome: { status: 'success' },
  transactionId: 'tx-1',
  causationId: '0190a7e2-0000-7cc3-98c4-dc0c0c07398f',
  change: { kind: 'patch', delta: { title: ['Old', 'New'], tags: { _t: 'a', '0': ['x'] } } },
}

const kindOf = ({ change, applied }: EventBody): EventKind =>
  change !== undefined && applied === undefined ? 'change' : 'activity'

const recorded = (of: EventBody, more: Partial<RecordedLike> = {}): RecordedLike => {
  const kind = kindOf(of)
  const encoded = encodeEvent({ body: of, digest, kind, recordedAt: Date.parse(recordedAt) })
  return { ...encoded, stream: streamOf(kind, of.tenant, of.subject), revision: 3, position: 77, ...more }
}

const textOf = (bytes: Uint8Array): string => new TextDecoder().decode(bytes)
const jsonOf = (bytes: Uint8Array): unknown => JSON.parse(textOf(bytes))
const bytesOf = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value))

describe('an event in the log', () => {
  it('has the body and the digest as its data, and nothing personal in its metadata', () => {
    const { data, metadata, type, isJson } = recorded(body)
    expect({ type, isJson }).toEqual({ type: 'post.updated', isJson: true })
    expect(jsonOf(data)).toEqual({ ...body, digest })
    expect(jsonOf(metadata)).toEqual({
      annals: 1,
      kind: 'change',
      recordedAt,
      $correlationId: 'tx-1',
      $causationId: '0190a7e2-0000-7cc3-98c4-dc0c0c07398f',
    })
  })

  it('has only kind and time in its metadata where it belongs to no transaction', () => {
    const { transactionId: _t, causationId: _c, change: _change, ...activity } = body
    expect(jsonOf(recorded(activity).metadata)).toEqual({ annals: 1, kind: 'activity', recordedAt })
  })

  it('is read back with its place in the log', () => {
    expect(decodeRecorded(recorded(body))).toEqual({
      _tag: 'Event',
      digest,
      event: {
        ...body,
        kind: 'change',
        stream: 'post-acme:42',
        revision: 3,
        version: 3,
        position: '77',
        recordedAt,
        changedPaths: ['/title', '/tags/0'],
      },
    })
  })

  it('has no version and no changed paths where it is an activity', () => {
    const decoded = decodeRecorded(recorded({ ...body, applied: false }))
    expect(decoded).toMatchObject({
      _tag: 'Event',
      event: { kind: 'activity', stream: 'activity:post-acme:42', version: null },
    })
    expect(decoded._tag === 'Event' && 'changedPaths' in decoded.event).toBe(false)
  })

  test.each<[EventBody['change'] & object]>([[{ kind: 'state', state: { a: 1 } }], [{ kind: 'delete' }]])(
    'has the whole state as its changed path: %j',
    (change) => {
      expect(decodeRecorded(recorded({ ...body, change }))).toMatchObject({ event: { changedPaths: [''] } })
    },
  )

  it('comes back as it was, whatever it says', () => {
    fc.assert(
      fc.property(eventInput, fc.uuid(), (input, newId) => {
        const stored = bodyOf(input, newId)
        const decoded = decodeRecorded(recorded(stored))
        expect(decoded._tag).toBe('Event')
        if (decoded._tag !== 'Event') return
        const { kind, stream, revision, version, position, recordedAt: at, changedPaths, ...rest } = decoded.event
        expect(JSON.stringify(rest)).toBe(JSON.stringify(stored))
        expect({ kind, revision, position, at }).toEqual({
          kind: kindOf(stored),
          revision: 3,
          position: '77',
          at: recordedAt,
        })
        expect(version).toBe(kind === 'change' ? 3 : null)
        expect(changedPaths).toEqual(kind === 'change' ? [''] : undefined)
        expect(stream).toBe(streamOf(kind, stored.tenant, stored.subject))
        expect(decoded.digest).toBe(digest)
      }),
    )
  })

  it('keeps __proto__ and its like in state, delta and data', () => {
    const odd = '{"__proto__":{"a":1},"constructor":2,"toString":{"__proto__":null}}'
    const delta = `{"__proto__":[{"a":1}],"constructor":{"__proto__":[1,2]}}`
    const value = JSON.parse(odd) as object
    for (const change of [
      { kind: 'state', state: value },
      { kind: 'patch', delta: JSON.parse(delta) as object },
    ]) {
      const decoded = decodeRecorded(recorded({ ...body, change, data: value } as EventBody))
      expect(decoded._tag).toBe('Event')
      if (decoded._tag !== 'Event') return
      expect(JSON.stringify(decoded.event.change)).toBe(JSON.stringify(change))
      expect(JSON.stringify(decoded.event.data)).toBe(odd)
    }
  })
})

describe('what is not one of Annals', () => {
  test.each<[string, Partial<RecordedLike>]>([
    ['metadata of a stream', { stream: '$$post-acme:42' }],
    ['a stream of the system', { stream: '$ce-post' }],
    ['no metadata', { metadata: new Uint8Array() }],
    ['metadata of somebody else', { metadata: bytesOf({ $correlationId: 'x' }) }],
    ['metadata that is no object', { metadata: bytesOf(['annals']) }],
    ['metadata that is no JSON', { metadata: new Uint8Array([1, 2, 3]) }],
    ['metadata that only inherits the mark', { metadata: new TextEncoder().encode('{"__proto__":{"annals":1}}') }],
  ])('%s', (_name, more) => {
    expect(decodeRecorded(recorded(body, more))).toEqual({ _tag: 'Foreign' })
  })
})

describe('what is marked as one of Annals and cannot be read', () => {
  const metadata = { annals: 1, kind: 'change', recordedAt }
  const withData = (change: (data: Record<string, unknown>) => unknown) =>
    recorded(body, { data: bytesOf(change({ ...body, digest })) })

  test.each<[reason: RegExp, RecordedLike]>([
    [/version of the format/, recorded(body, { metadata: bytesOf({ ...metadata, annals: 2 }) })],
    [/version of the format/, recorded(body, { metadata: bytesOf({ ...metadata, annals: '1' }) })],
    [/no kind/, recorded(body, { metadata: bytesOf({ ...metadata, kind: 'note' }) })],
    [/no recordedAt/, recorded(body, { metadata: bytesOf({ annals: 1, kind: 'change' }) })],
    [/no recordedAt/, recorded(body, { metadata: bytesOf({ ...metadata, recordedAt: 'today' }) })],
    [/no JSON/, recorded(body, { data: new Uint8Array([0xff, 0xfe]) })],
    [/no JSON/, recorded(body, { data: new TextEncoder().encode('{"id":') })],
    [/wrong: must be an object/, recorded(body, { data: bytesOf([1]) })],
    [/\/digest is required/, withData(({ digest: _digest, ...rest }) => rest)],
    [/\/colour unknown key/, withData((data) => ({ ...data, colour: 1 }))],
    [/\/applied must be false/, withData((data) => ({ ...data, applied: true }))],
    [/\/outcome is required/, withData(({ outcome: _outcome, ...rest }) => rest)],
    [/\/change\/state must not be null/, withData((data) => ({ ...data, change: { kind: 'state', state: null } }))],
    [/\/change\/delta changes nothing/, withData((data) => ({ ...data, change: { kind: 'patch', delta: {} } }))],
    [/\/change\/delta /, withData((data) => ({ ...data, change: { kind: 'patch', delta: { 'ada@example.com': 7 } } }))],
    [/occurredAt is no time/, withData((data) => ({ ...data, occurredAt: '1 Jan' }))],
    [/is no change/, withData(({ change: _change, ...rest }) => rest)],
    [/is no change/, withData((data) => ({ ...data, applied: false }))],
    [/is no activity/, recorded(body, { metadata: bytesOf({ ...metadata, kind: 'activity' }) })],
    [/no change that was not applied/, recorded({ ...recordedActivity(), applied: false })],
    [/stream is not that/, recorded(body, { stream: 'post-acme:43' })],
    [/stream is not that/, recorded(body, { stream: 'post-other:42' })],
    [/stream is not that/, recorded(body, { stream: 'activity:post-acme:42' })],
    [/id is not/, recorded(body, { id: '0190a7e2-7d3c-7cc3-98c4-000000000000' })],
    [/type is not its verb/, recorded(body, { type: 'post.deleted' })],
  ])('%s', (reason, event) => {
    const decoded = decodeRecorded(event)
    expect(decoded._tag).toBe('Undecodable')
    if (decoded._tag !== 'Undecodable') return
    expect(decoded.reason).toMatch(reason)
    expect(decoded.reason).not.toContain('ada@example.com')
  })

  it('is still read where a limit has been lowered since', () => {
    const long = {
      ...body,
      reason: 'a'.repeat(10_000),
      channel: 'No such channel!',
      change: { kind: 'state', state: 'a'.repeat(300_000) },
    }
    expect(decodeRecorded(recorded(long as EventBody))._tag).toBe('Event')
  })
})

describe('no bytes at all', () => {
  const anyRecorded = fc.record({
    stream: fc.oneof(fc.constant('post-acme:42'), fc.string()),
    revision: fc.nat(),
    position: fc.nat(),
    id: fc.constant(id),
    type: fc.constantFrom('post.updated', 'x'),
    isJson: fc.boolean(),
    data: fc.oneof(fc.uint8Array(), anyJson.map(bytesOf)),
    metadata: fc.oneof(
      fc.uint8Array(),
      anyJson.map(bytesOf),
      fc.constant(bytesOf({ annals: 1, kind: 'change', recordedAt })),
    ),
  })

  it('make it throw', () => {
    fc.assert(
      fc.property(anyRecorded, (event) => {
        expect(['Foreign', 'Undecodable']).toContain(decodeRecorded(event)._tag)
      }),
      { numRuns: 500 },
    )
  })

  it('that differ from those of an event in a few places', () => {
    const event = recorded(body)
    const flips = fc.array(fc.tuple(fc.nat(event.data.length - 1), fc.integer({ min: 0, max: 255 })), {
      minLength: 1,
      maxLength: 4,
    })
    fc.assert(
      fc.property(flips, fc.boolean(), (places, inMetadata) => {
        const bytes = Uint8Array.from(inMetadata ? event.metadata : event.data)
        for (const [at, byte] of places) bytes[at % bytes.length] = byte
        const decoded = decodeRecorded({ ...event, [inMetadata ? 'metadata' : 'data']: bytes })
        expect(['Event', 'Foreign', 'Undecodable']).toContain(decoded._tag)
      }),
      { numRuns: 2_000 },
    )
  })

  it('that are JSON with another value in one place', () => {
    fc.assert(
      fc.property(fc.nat(60), anyJson, (place, value) => {
        let at = place
        const data = JSON.stringify({ ...body, digest }, (_key, each: unknown) => (at-- === 0 ? value : each))
        const decoded = decodeRecorded(recorded(body, { data: new TextEncoder().encode(data) }))
        expect(['Event', 'Undecodable']).toContain(decoded._tag)
      }),
      { numRuns: 1_000 },
    )
  })
})

function recordedActivity(): EventBody {
  const { change: _change, ...activity } = body
  return activity
}

function bodyOf(input: EventInput, newId: string): EventBody {
  const decided = decideEvent({ fold: emptyFold, input, id: input.id ?? newId, observedId: '', tenant: 'acme', now })
  if (E.isLeft(decided) || decided.right._tag === 'Unchanged') throw new Error(JSON.stringify(decided))
  return decided.right.body
}
