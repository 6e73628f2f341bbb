import * as E from 'fp-ts/lib/Either.js'
import { expect, test } from 'vitest'
import { decideEvent } from '../../../src/domain/decide/decide-event.js'
import { decideRecordState } from '../../../src/domain/decide/decide-record-state.js'
import type { EventInput } from '../../../src/domain/event.js'
import type { State } from '../../../src/domain/json.js'
import type { RecordStateInput } from '../../../src/domain/requests.js'
import type { Fold } from '../../../src/domain/subject-fold.js'
import { emptyFold } from '../../../src/domain/subject-fold.js'
import { now } from '../event-arbitraries.js'

const subject = { type: 'post', id: '42' }
const actor = { type: 'user', id: 'u-7' }
const common = { id: '0190a7e2-7d3c-7cc3-98c4-dc0c0c07398f', tenant: 'acme', now }
const there = (state: State | null): Fold => ({ version: 4, state, occurredAt: now, effectiveAt: now, recordedAt: now })

const details = { actor, channel: 'web', reason: 'import', data: { a: 1 } }

test.each<[string, Fold, RecordStateInput, EventInput]>([
  ['a first state', emptyFold, { ...details, state: 1 }, { ...details, subject, change: { kind: 'state', state: 1 } }],
  [
    'another state',
    there([1]),
    { ...details, state: [1, 2] },
    { ...details, subject, change: { kind: 'state', state: [1, 2] } },
  ],
  [
    'the same state',
    there([1]),
    { ...details, state: [1] },
    { ...details, subject, change: { kind: 'state', state: [1] } },
  ],
  ['null', there([1]), { ...details, state: null }, { ...details, subject, change: { kind: 'delete' } }],
  [
    'null where there is nothing',
    emptyFold,
    { ...details, state: null },
    { ...details, subject, change: { kind: 'delete' } },
  ],
  [
    'another version, kept',
    there(1),
    { ...details, state: 2, expectedVersion: 1, onMismatch: 'keep', verb: 'post.saved' },
    {
      ...details,
      subject,
      change: { kind: 'state', state: 2 },
      expectedVersion: 1,
      onMismatch: 'keep',
      verb: 'post.saved',
    },
  ],
])('%s says what an event with that change says', (_name, fold, input, event) => {
  const decided = decideRecordState({ ...common, fold, subject, input })
  expect(decided).toEqual(decideEvent({ ...common, fold, input: event, observedId: '' }))
})

test('null deletes, and where nothing ever was there is nothing to delete', () => {
  const input: RecordStateInput = { actor, state: null }
  expect(decideRecordState({ ...common, fold: there(1), subject, input })).toMatchObject({
    right: {
      _tag: 'Change',
      body: { verb: 'post.deleted', change: { kind: 'delete' } },
      next: { version: 5, state: null },
    },
  })
  expect(decideRecordState({ ...common, fold: there(null), subject, input })).toEqual(
    E.right({ _tag: 'Unchanged', version: 4 }),
  )
  expect(decideRecordState({ ...common, fold: emptyFold, subject, input })).toEqual(
    E.left({ _tag: 'NoState', subject }),
  )
})
