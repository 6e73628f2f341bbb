import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, it, test } from 'vitest'
import { decideEvent } from '../../../src/domain/decide/decide-event.js'
import type { Change, EventInput } from '../../../src/domain/event.js'
import type { Json, State } from '../../../src/domain/json.js'
import type { Fold } from '../../../src/domain/subject-fold.js'
import { emptyFold } from '../../../src/domain/subject-fold.js'
import { formatTime } from '../../../src/domain/time.js'
import { now } from '../event-arbitraries.js'

const subject = { type: 'post', id: '42' }
const actor = { type: 'user', id: 'u-7', name: 'Ada' }
const id = '0190a7e2-7d3c-7cc3-98c4-dc0c0c07398f'
const observedId = '0190a7e2-7d3c-7cc3-98c4-000000000000'
const nowText = formatTime(now)

const there = (state: State | null, version = 4): Fold => ({
  version,
  state,
  occurredAt: now - 2_000,
  effectiveAt: now - 1_000,
  recordedAt: now - 500,
})
const old = { title: 'Old', n: 1 }

const decide = (fold: Fold | undefined, more: Partial<EventInput>, at = now) =>
  decideEvent({ fold, input: { subject, actor, ...more }, id, observedId, tenant: 'acme', now: at })

const rightOf = <A>(either: E.Either<unknown, A>): A => {
  if (E.isLeft(either)) throw new Error(JSON.stringify(either.left))
  return either.right
}

const retitle: Change = { kind: 'patch', delta: { title: ['Old', 'New'] } }
const state = (value: State): Change => ({ kind: 'state', state: value })
const deletion: Change = { kind: 'delete' }

describe('what is decided', () => {
  interface Row {
    readonly given: Fold
    readonly when: Partial<EventInput>
    readonly then: {
      readonly verb: string
      readonly change: Change
      readonly state: State | null
      readonly version: number
    }
  }
  test.each<[string, Row]>([
    [
      'the first state creates',
      {
        given: emptyFold,
        when: { change: state(old) },
        then: { verb: 'post.created', change: state(old), state: old, version: 0 },
      },
    ],
    [
      'a state on top of one is an update by the difference',
      {
        given: there(old),
        when: { change: state({ title: 'New', n: 1 }) },
        then: { verb: 'post.updated', change: retitle, state: { title: 'New', n: 1 }, version: 5 },
      },
    ],
    [
      'a patch updates',
      {
        given: there(old),
        when: { change: retitle },
        then: { verb: 'post.updated', change: retitle, state: { title: 'New', n: 1 }, version: 5 },
      },
    ],
    [
      'a deletion deletes',
      {
        given: there(old),
        when: { change: deletion },
        then: { verb: 'post.deleted', change: deletion, state: null, version: 5 },
      },
    ],
    [
      'a state after a deletion creates again',
      {
        given: there(null),
        when: { change: state(old) },
        then: { verb: 'post.created', change: state(old), state: old, version: 5 },
      },
    ],
    [
      'the emitter has the say about the verb',
      {
        given: there(old),
        when: { change: retitle, verb: 'post.renamed' },
        then: { verb: 'post.renamed', change: retitle, state: { title: 'New', n: 1 }, version: 5 },
      },
    ],
    [
      'the version that is expected',
      {
        given: there(old),
        when: { change: deletion, expectedVersion: 4 },
        then: { verb: 'post.deleted', change: deletion, state: null, version: 5 },
      },
    ],
    [
      'no version is expected',
      {
        given: emptyFold,
        when: { change: state(0), expectedVersion: -1 },
        then: { verb: 'post.created', change: state(0), state: 0, version: 0 },
      },
    ],
    [
      'a `before` is not looked at where there is a state',
      {
        given: there(old),
        when: { change: retitle, before: 'other' },
        then: { verb: 'post.updated', change: retitle, state: { title: 'New', n: 1 }, version: 5 },
      },
    ],
  ])('%s', (_name, { given, when, then }) => {
    const decided = rightOf(decide(given, when))
    expect(decided).toEqual({
      _tag: 'Change',
      body: {
        id,
        subject,
        verb: then.verb,
        actor,
        tenant: 'acme',
        occurredAt: nowText,
        outcome: { status: 'success' },
        change: then.change,
      },
      next: { version: then.version, state: then.state, occurredAt: now, effectiveAt: now, recordedAt: now },
    })
  })

  test.each<[string, Fold, Partial<EventInput>, number]>([
    ['the same state', there(old), { change: state({ n: 1, title: 'Old' }) }, 4],
    ['a deletion of what is deleted', there(null), { change: deletion }, 4],
    [
      'a delta that puts back what it takes',
      there(old),
      { change: { kind: 'patch', delta: { title: ['Old', 'Old'] } } },
      4,
    ],
    [
      'a delta that moves an item to its own place',
      there([1, 2]),
      { change: { kind: 'patch', delta: { _t: 'a', _0: ['', 0, 3] } } },
      4,
    ],
    ['a delta of which the rules have left nothing', there(old), { change: { kind: 'patch', delta: {} } }, 4],
    ['the same, kept', there(old), { change: { kind: 'patch', delta: {} }, expectedVersion: 1, onMismatch: 'keep' }, 4],
    [
      'a first state before a delta that changes nothing',
      emptyFold,
      { change: { kind: 'patch', delta: {} }, before: old },
      -1,
    ],
  ])('nothing is stored of %s', (_name, given, when, version) => {
    expect(decide(given, when)).toEqual(E.right({ _tag: 'Unchanged', version }))
  })

  it('stores an activity as it is told, in its tenant, at its time', () => {
    const input: Partial<EventInput> = {
      verb: 'post.exported',
      tenant: 'acme',
      channel: 'bulk',
      org: 'o-1',
      onBehalfOf: { type: 'user', id: 'u-8' },
      affects: { type: 'user', id: 'u-9' },
      transactionId: 't',
      causationId: observedId,
      reason: 'why not',
      context: { ip: '::1', entryPoint: 'job' },
      data: [null],
      occurredAt: '2026-11-23T04:14:00.1234+01:00',
      outcome: { status: 'failure', error: { message: 'no' } },
      call: { direction: 'in', service: 's', operation: 'o', durationMs: 0.5 },
      onMismatch: 'keep',
    }
    const { onMismatch: _onMismatch, ...stored } = input
    const body = { id, subject, actor, ...stored, occurredAt: '2026-11-23T03:14:00.123Z' }
    expect(decide(undefined, input)).toEqual(E.right({ _tag: 'Activity', body }))
  })

  it('stores nothing that is for writing only', () => {
    const decided = rightOf(
      decide(there(old), { change: retitle, expectedVersion: 4, onMismatch: 'keep', before: old }),
    )
    expect(decided._tag === 'Change' && Object.keys(decided.body)).toEqual([
      'id',
      'subject',
      'verb',
      'actor',
      'tenant',
      'occurredAt',
      'outcome',
      'change',
    ])
  })
})

describe('a patch with the state before it, on a subject that is not known', () => {
  it('stores that state first', () => {
    const told = { channel: 'web', org: 'o-1', transactionId: 't', occurredAt: '2026-11-23T03:14:00Z', reason: 'typo' }
    const decided = rightOf(decide(emptyFold, { change: retitle, before: old, ...told }))
    const occurredAt = '2026-11-23T03:14:00.000Z'
    const common = {
      subject,
      actor,
      channel: 'web',
      org: 'o-1',
      transactionId: 't',
      tenant: 'acme',
      occurredAt,
      outcome: { status: 'success' },
    }
    expect(decided).toEqual({
      _tag: 'Change',
      observed: { ...common, id: observedId, verb: 'post.observed', change: state(old) },
      body: { ...common, id, verb: 'post.updated', reason: 'typo', change: retitle },
      next: {
        version: 1,
        state: { title: 'New', n: 1 },
        occurredAt: Date.parse(occurredAt),
        effectiveAt: Date.parse(occurredAt),
        recordedAt: now,
      },
    })
  })

  it('is refused where the delta does not fit that state', () => {
    expect(decide(emptyFold, { change: retitle, before: { title: 'Other' }, onMismatch: 'keep' })).toEqual(
      E.left({
        _tag: 'InvalidInput',
        issues: [{ field: '/before', message: 'is not what the delta changes: it differs at "/title"' }],
      }),
    )
  })

  it('is no help once the subject has been deleted', () => {
    expect(decide(there(null), { change: retitle, before: old })).toEqual(E.left({ _tag: 'NoState', subject }))
  })
})

const nested = (depth: number): Json => (depth === 0 ? 1 : [nested(depth - 1)])

describe('what does not apply', () => {
  const rows: [string, Fold, Partial<EventInput>, object][] = [
    [
      'another version',
      there(old),
      { change: retitle, expectedVersion: 3 },
      { _tag: 'VersionConflict', subject, expected: 3, actual: 4 },
    ],
    [
      'a version where there is none',
      emptyFold,
      { change: state(1), expectedVersion: 0 },
      { _tag: 'VersionConflict', subject, expected: 0, actual: -1 },
    ],
    [
      'no version where there is one',
      there(null),
      { change: state(1), expectedVersion: -1 },
      { _tag: 'VersionConflict', subject, expected: -1, actual: 4 },
    ],
    ['a patch of nothing', emptyFold, { change: retitle }, { _tag: 'NoState', subject }],
    ['a patch of what is deleted', there(null), { change: retitle }, { _tag: 'NoState', subject }],
    ['a deletion of what never was', emptyFold, { change: deletion }, { _tag: 'NoState', subject }],
    [
      'another old value',
      there({ title: 'Other', n: 1 }),
      { change: retitle },
      { _tag: 'DeltaMismatch', subject, version: 4, paths: ['/title'] },
    ],
    [
      'a patch that leads to null',
      there(1),
      { change: { kind: 'patch', delta: [1, null] } },
      { _tag: 'DeltaMismatch', subject, version: 4, paths: [''] },
    ],
  ]

  test.each(rows)('%s is an error', (_name, given, when, error) => {
    expect(decide(given, when)).toEqual(E.left(error))
    expect(decide(given, { ...when, onMismatch: 'reject' })).toEqual(E.left(error))
  })

  test.each(rows)('%s is kept as an activity where the emitter wants that', (_name, given, when) => {
    const decided = rightOf(decide(given, { ...when, onMismatch: 'keep', data: { a: 1 }, reason: 'spooled' }))
    expect(decided).toMatchObject({
      _tag: 'Activity',
      body: { id, applied: false, change: when.change, data: { a: 1 }, reason: 'spooled' },
    })
  })

  test.each<[string, State, Change, RegExp]>([
    [
      'too many bytes',
      { a: 'x'.repeat(200_000) },
      { kind: 'patch', delta: { b: ['y'.repeat(70_000)] } },
      /262144|262,144/,
    ],
    [
      'too many values',
      { a: Array.from({ length: 15_000 }, () => 0) },
      { kind: 'patch', delta: { b: [Array.from({ length: 6_000 }, () => 0)] } },
      /20000|20,000/,
    ],
    ['too deep', { a: 1 }, { kind: 'patch', delta: { a: [1, nested(64)] } }, /64/],
  ])('a patched state of %s is refused', (_name, given, change, message) => {
    const decided = decide(there(given), { change })
    expect(decided).toMatchObject({
      _tag: 'Left',
      left: { _tag: 'InvalidInput', issues: [{ field: '/change/delta' }] },
    })
    expect(JSON.stringify(decided)).toMatch(message)
    expect(decide(there(given), { change, onMismatch: 'keep' })).toMatchObject({ right: { _tag: 'Activity' } })
  })

  it('a large state within the limits is patched', () => {
    const decided = rightOf(decide(there({ a: 'é'.repeat(120_000) }), { change: { kind: 'patch', delta: { b: [1] } } }))
    expect(decided._tag).toBe('Change')
  })

  it('a failure changes nothing', () => {
    expect(decide(emptyFold, { change: state(1), outcome: { status: 'failure' } })).toMatchObject({
      left: { _tag: 'InvalidInput', issues: [{ field: '/change' }] },
    })
  })
})

describe('time', () => {
  it('of a version never goes back, nor does the time it was recorded at', () => {
    const given = there(old)
    const decided = rightOf(decide(given, { change: retitle, occurredAt: formatTime(now - 60_000) }, now - 10_000))
    expect(decided).toMatchObject({
      next: { occurredAt: now - 60_000, effectiveAt: given.effectiveAt, recordedAt: given.recordedAt },
    })
  })
})
