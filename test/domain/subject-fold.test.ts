import * as E from 'fp-ts/lib/Either.js'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { diff } from '../../src/domain/diff.js'
import type { Change, EventBody, StoredEvent } from '../../src/domain/event.js'
import type { State } from '../../src/domain/json.js'
import type { Fold } from '../../src/domain/subject-fold.js'
import { applyStored, emptyFold } from '../../src/domain/subject-fold.js'
import { formatTime } from '../../src/domain/time.js'
import { anyState, now } from './event-arbitraries.js'
import { throughTheLog } from './through-the-log.js'

const event = (change: Change, revision: number, occurredAt = now, recordedAt = now): StoredEvent => {
  const body: EventBody = {
    id: '0190a7e2-7d3c-7cc3-98c4-dc0c0c07398f',
    subject: { type: 'post', id: '42' },
    verb: 'post.changed',
    actor: { type: 'user', id: 'u-7' },
    tenant: 'acme',
    occurredAt: formatTime(occurredAt),
    outcome: { status: 'success' },
    change,
  }
  return throughTheLog(body, revision, recordedAt)
}

const fold = (events: readonly StoredEvent[], from: Fold = emptyFold): Fold =>
  events.reduce((present, each) => {
    const applied = applyStored(present, each)
    if (E.isLeft(applied)) throw new Error(applied.left.join())
    return applied.right
  }, from)

const state = (value: State): Change => ({ kind: 'state', state: value })
const deletion: Change = { kind: 'delete' }
const title = (old: string, next: string): Change => ({ kind: 'patch', delta: { title: [old, next] } })

describe('the fold of a subject', () => {
  it('follows its creation, changes, deletion and return', () => {
    const events = [
      event(state({ title: 'a' }), 0),
      event(title('a', 'b'), 1),
      event(deletion, 2),
      event(state({ title: 'c' }), 3),
    ]
    const states = events.map((_each, n) => fold(events.slice(0, n + 1)))
    expect(states.map((each) => [each.version, each.state])).toEqual([
      [0, { title: 'a' }],
      [1, { title: 'b' }],
      [2, null],
      [3, { title: 'c' }],
    ])
  })

  it('has the latest time of all so far as its effectiveAt, so that one early event does not turn time back', () => {
    const times = [100, 300, 200, 400]
    const events = times.map((ms, n) => event(state(n), n, ms, 1_000 + n))
    const folds = events.map((_each, n) => fold(events.slice(0, n + 1)))
    expect(folds.map((each) => each.occurredAt)).toEqual([100, 300, 200, 400])
    expect(folds.map((each) => each.effectiveAt)).toEqual([100, 300, 300, 400])
    expect(folds.map((each) => each.recordedAt)).toEqual([1_000, 1_001, 1_002, 1_003])
  })

  it('takes times before 1970', () => {
    expect(fold([event(state(1), 0, -86_400_000)]).effectiveAt).toBe(-86_400_000)
  })

  it('names the places at which a delta does not fit', () => {
    const created = fold([event(state({ title: 'x', n: 1 }), 0)])
    const other: Change = { kind: 'patch', delta: { title: ['a', 'b'], n: [1, 2], gone: ['a', 0, 0] } }
    expect(applyStored(created, event(other, 1))).toEqual(E.left(['/title', '/gone']))
  })

  it('has nothing to patch before the creation and after the deletion', () => {
    expect(applyStored(emptyFold, event(title('a', 'b'), 0))).toEqual(E.left(['']))
    const deleted = fold([event(state({ title: 'a' }), 0), event(deletion, 1)])
    expect(applyStored(deleted, event(title('a', 'b'), 2))).toEqual(E.left(['']))
  })

  it('is never patched into null', () => {
    const created = fold([event(state(1), 0)])
    expect(applyStored(created, event({ kind: 'patch', delta: [1, null] }, 1))).toEqual(E.left(['']))
  })

  it('takes no event out of its turn, and no activity', () => {
    const created = fold([event(state(1), 0)])
    expect(applyStored(created, event(state(2), 0))).toEqual(E.left(['revision 0 cannot follow version 0']))
    expect(applyStored(created, event(state(2), 2))).toEqual(E.left(['revision 2 cannot follow version 0']))
    const kept: StoredEvent = { ...event(state(2), 1), applied: false }
    expect(applyStored(created, kept)).toEqual(E.left(['an activity changes no state']))
  })

  it('is the same whether it is taken in one go or in two', () => {
    const steps = fc.array(fc.tuple(fc.option(anyState, { freq: 4 }), fc.integer({ min: 0, max: now })), {
      minLength: 1,
      maxLength: 12,
    })
    fc.assert(
      fc.property(steps, fc.nat(12), (states, cut) => {
        const events = historyOf(states)
        const whole = fold(events)
        expect(fold(events.slice(cut), fold(events.slice(0, cut)))).toEqual(whole)
        expect(whole.version).toBe(events.length - 1)
        expect(whole.effectiveAt).toBe(
          events.length === 0 ? -Infinity : Math.max(...events.map((each) => Date.parse(each.occurredAt))),
        )
      }),
    )
  })
})

/** The changes that lead through these states, null being a deletion. */
const historyOf = (states: readonly (readonly [State | null, number])[]): readonly StoredEvent[] => {
  const events: StoredEvent[] = []
  let present: State | null = null
  for (const [next, occurredAt] of states) {
    const change = changeBetween(present, next)
    if (change === undefined) continue
    events.push(event(change, events.length, occurredAt))
    present = next
  }
  return events
}

const changeBetween = (before: State | null, after: State | null): Change | undefined => {
  if (after === null) return before === null ? undefined : deletion
  if (before === null) return state(after)
  const delta = diff(before, after)
  return delta === undefined ? undefined : { kind: 'patch', delta }
}
