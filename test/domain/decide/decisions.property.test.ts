import * as E from 'fp-ts/lib/Either.js'
import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { decideEvent } from '../../../src/domain/decide/decide-event.js'
import { decideRestore } from '../../../src/domain/decide/decide-restore.js'
import { diff } from '../../../src/domain/diff.js'
import { equalJson } from '../../../src/domain/equal.js'
import type { Change, EventBody } from '../../../src/domain/event.js'
import type { State } from '../../../src/domain/json.js'
import type { Fold } from '../../../src/domain/subject-fold.js'
import { applyStored, emptyFold } from '../../../src/domain/subject-fold.js'
import { formatTime } from '../../../src/domain/time.js'
import { anyState, now } from '../event-arbitraries.js'
import { throughTheLog } from '../through-the-log.js'

const subject = { type: 'post', id: '42' }
const actor = { type: 'user', id: 'u-7' }
const ids = { id: '0190a7e2-7d3c-7cc3-98c4-dc0c0c07398f', observedId: '0190a7e2-7d3c-7cc3-98c4-000000000000' }
const tenant = 'acme'

type Command =
  | { readonly _tag: 'State' | 'Patch' | 'PatchWithBefore' | 'StalePatch'; readonly from: State; readonly to: State }
  | { readonly _tag: 'Delete' }
  | { readonly _tag: 'Restore'; readonly version: number }

const command: fc.Arbitrary<Command> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      _tag: fc.constantFrom('State' as const, 'Patch' as const, 'PatchWithBefore' as const, 'StalePatch' as const),
      from: anyState,
      to: anyState,
    }),
  },
  { weight: 1, arbitrary: fc.constant({ _tag: 'Delete' as const }) },
  { weight: 2, arbitrary: fc.record({ _tag: fc.constant('Restore' as const), version: fc.nat(8) }) },
)
const step = fc.tuple(command, fc.integer({ min: 0, max: now }), fc.integer({ min: now - 1_000, max: now }))

/** Each version as it was decided; the log has the same ones, as each of them is compared with what is read back. */
interface History {
  readonly folds: Fold[]
}

const present = ({ folds }: History): Fold => folds.at(-1) ?? emptyFold

const store = (history: History, body: EventBody, next: Fold): void => {
  const read = throughTheLog(body, next.version, next.recordedAt)
  expect(applyStored(present(history), read)).toEqual(E.right(next))
  history.folds.push(next)
}

const run = (history: History, what: Command, occurredAt: number, at: number): void => {
  if (what._tag === 'Restore') runRestore(history, what.version, at)
  else runChange(history, changeOf(what, present(history).state), what, occurredAt, at)
}

const changeOf = (what: Exclude<Command, { _tag: 'Restore' }>, state: State | null): Change | undefined => {
  if (what._tag === 'Delete') return { kind: 'delete' }
  if (what._tag === 'State') return { kind: 'state', state: what.to }
  const delta = diff(what._tag === 'Patch' ? (state ?? what.from) : what.from, what.to)
  return delta === undefined ? undefined : { kind: 'patch', delta }
}

const runChange = (
  history: History,
  change: Change | undefined,
  what: Command,
  occurredAt: number,
  at: number,
): void => {
  if (change === undefined) return
  const fold = present(history)
  const before = what._tag === 'PatchWithBefore' ? { before: what.from } : {}
  const input = { subject, actor, change, occurredAt: formatTime(occurredAt), onMismatch: 'keep' as const, ...before }
  const decided = decideEvent({ fold, input, ...ids, tenant, now: at })
  if (E.isLeft(decided)) throw new Error(JSON.stringify(decided.left))
  switch (decided.right._tag) {
    case 'Unchanged':
      expect(decided.right.version).toBe(fold.version)
      return
    case 'Activity':
      expect(decided.right.body).toMatchObject({ applied: false, change })
      return
    case 'Change': {
      const { observed, body, next } = decided.right
      if (observed !== undefined) store(history, observed, observedFold(observed, occurredAt, at))
      store(history, body, next)
      if (change.kind === 'state') expect(next.state).toEqual(change.state)
    }
  }
}

const observedFold = ({ change }: EventBody, occurredAt: number, at: number): Fold => {
  const state = change?.kind === 'state' ? change.state : null
  return { version: 0, state, occurredAt, effectiveAt: occurredAt, recordedAt: at }
}

const runRestore = (history: History, version: number, at: number): void => {
  const target = history.folds[version]
  if (target === undefined) return
  const fold = present(history)
  const decided = decideRestore({
    present: fold,
    target,
    subject,
    input: { actor, version },
    id: ids.id,
    tenant,
    now: at,
  })
  if (E.isLeft(decided)) throw new Error(JSON.stringify(decided.left))
  if (decided.right._tag === 'Unchanged') {
    expect(equalJson(fold.state, target.state)).toBe(true)
    return
  }
  store(history, decided.right.body, decided.right.next)
  expect(equalJson(decided.right.next.state, target.state)).toBe(true)
  expect(decided.right.body.restoredFrom).toEqual({ version })
  expect(decided.right.changes.length).toBeGreaterThan(0)
}

it('whatever is decided can be stored, read back and applied, and ends in the state that was announced', () => {
  let longest = 0
  fc.assert(
    fc.property(fc.array(step, { maxLength: 14 }), (steps) => {
      const history: History = { folds: [] }
      for (const [what, occurredAt, at] of steps) run(history, what, occurredAt, at)
      longest = Math.max(longest, history.folds.length)
      const { folds } = history
      expect(folds.map(({ version }) => version)).toEqual(folds.map((_fold, n) => n))
      for (const [n, fold] of folds.entries()) {
        expect(fold.effectiveAt).toBe(Math.max(...folds.slice(0, n + 1).map((each) => each.occurredAt)))
        expect(fold.recordedAt).toBeGreaterThanOrEqual(folds[n - 1]?.recordedAt ?? -Infinity)
      }
    }),
    { numRuns: 300 },
  )
  expect(longest).toBeGreaterThan(5)
})
