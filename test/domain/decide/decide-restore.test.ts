import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, it, test } from 'vitest'
import { decideRestore } from '../../../src/domain/decide/decide-restore.js'
import type { State } from '../../../src/domain/json.js'
import type { RestoreInput } from '../../../src/domain/requests.js'
import type { Fold } from '../../../src/domain/subject-fold.js'
import { emptyFold } from '../../../src/domain/subject-fold.js'
import type { SubjectRules } from '../../../src/domain/subject-rules.js'
import { formatTime } from '../../../src/domain/time.js'
import { now } from '../event-arbitraries.js'

const subject = { type: 'post', id: '42' }
const actor = { type: 'user', id: 'u-7' }
const id = '0190a7e2-7d3c-7cc3-98c4-dc0c0c07398f'
const there = (state: State | null): Fold => ({ version: 9, state, occurredAt: now, effectiveAt: now, recordedAt: now })

const restore = (present: Fold, state: State | null, more: Partial<RestoreInput> = {}, rules?: SubjectRules) =>
  decideRestore({
    present,
    target: { version: 3, state },
    subject,
    rules,
    input: { actor, version: 3, ...more },
    id,
    tenant: 'acme',
    now,
    itemKeys: rules?.arrayItemKeys,
  })

const next = (state: State | null): Fold => ({ ...there(state), version: 10 })
const body = {
  id,
  subject,
  actor,
  verb: 'post.restored',
  tenant: 'acme',
  occurredAt: formatTime(now),
  outcome: { status: 'success' },
  restoredFrom: { version: 3 },
}

describe('a restore', () => {
  it('is a change to what was then', () => {
    const delta = { title: ['New', 'Old'] }
    expect(restore(there({ title: 'New' }), { title: 'Old' })).toEqual(
      E.right({
        _tag: 'Restore',
        body: { ...body, change: { kind: 'patch', delta } },
        next: next({ title: 'Old' }),
        changes: [{ path: '/title', op: 'replace', old: 'New', new: 'Old' }],
        skippedPaths: [],
      }),
    )
  })

  it('brings back what was deleted', () => {
    expect(restore(there(null), { title: 'Old' })).toEqual(
      E.right({
        _tag: 'Restore',
        body: { ...body, change: { kind: 'state', state: { title: 'Old' } } },
        next: next({ title: 'Old' }),
        changes: [{ path: '', op: 'add', new: { title: 'Old' } }],
        skippedPaths: [],
      }),
    )
  })

  it('deletes where it goes back to a deletion', () => {
    expect(restore(there(7), null)).toEqual(
      E.right({
        _tag: 'Restore',
        body: { ...body, change: { kind: 'delete' } },
        next: next(null),
        changes: [{ path: '', op: 'remove', old: 7 }],
        skippedPaths: [],
      }),
    )
  })

  test.each<[Fold, State | null]>([
    [there({ a: 1, b: [2] }), { b: [2], a: 1 }],
    [there(null), null],
  ])('of what is there already is none', (present, target) => {
    expect(restore(present, target)).toEqual(E.right({ _tag: 'Unchanged', version: 9 }))
  })

  it('says what its asker says', () => {
    const occurredAt = '2026-11-23T03:14:00.000Z'
    const told = {
      reason: 'wrong',
      transactionId: 't',
      channel: 'web',
      verb: 'post.reverted',
      data: 1,
      context: { ip: '::1' },
    }
    expect(restore(there(1), 2, { ...told, occurredAt, dryRun: true, expectedVersion: 9 })).toMatchObject({
      right: { body: { ...told, occurredAt } },
    })
  })
})

describe('redacted values', () => {
  const rules: SubjectRules = { redact: ['/secret'] }
  const token = (n: number) => ({ $redacted: String(n).repeat(32) })

  it('stay as they are now, and are named', () => {
    expect(
      restore(there({ title: 'New', secret: token(2) }), { title: 'Old', secret: token(1) }, {}, rules),
    ).toMatchObject({
      right: {
        body: { change: { kind: 'patch', delta: { title: ['New', 'Old'] } } },
        next: { state: { title: 'Old', secret: token(2) } },
        skippedPaths: ['/secret'],
      },
    })
  })

  it('that are all that differs leave nothing to restore', () => {
    expect(restore(there({ secret: token(2) }), { secret: token(1) }, {}, rules)).toEqual(
      E.right({ _tag: 'Unchanged', version: 9 }),
    )
  })

  it('are named only where they differ', () => {
    expect(restore(there({ a: 1, secret: token(1) }), { a: 2, secret: token(1) }, {}, rules)).toMatchObject({
      right: { _tag: 'Restore', skippedPaths: [] },
    })
  })
})

describe('what is refused', () => {
  test.each<[string, Fold, Partial<RestoreInput>, object]>([
    ['another version', there(1), { expectedVersion: 8 }, { _tag: 'VersionConflict', subject, expected: 8, actual: 9 }],
    ['nothing that ever was', emptyFold, {}, { _tag: 'NoState', subject }],
    ['a time to come', there(1), { occurredAt: formatTime(now + 600_000) }, { _tag: 'InvalidInput' }],
  ])('%s', (_name, present, more, error) => {
    expect(restore(present, 2, more)).toMatchObject({ left: error })
  })
})
