import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Delta } from '../../../src/domain/delta.js'
import { changedPaths, describeChanges } from '../../../src/domain/changes.js'
import { diff } from '../../../src/domain/diff.js'
import type { Json } from '../../../src/domain/json.js'
import { countChanges, rowsOf } from '../../../src/web/difference/rows.js'
import { treeOfChanges } from '../../../src/web/difference/tree-of-changes.js'
import { hasMoves, treeOfDelta } from '../../../src/web/difference/tree.js'
import { twoStates } from '../../domain/arbitrary-json.js'

const rows = (delta: Json, after?: Json) => rowsOf(treeOfDelta(delta as Delta, after))
/** As JSON.parse makes them: `__proto__` in a literal would set the prototype. */
const parsed = (text: string): Json => JSON.parse(text) as Json

describe('the rows of a difference', () => {
  it('is one row where the whole value changed', () => {
    expect(rows([1, 2])).toEqual([
      { _tag: 'Change', key: 'replaced ', depth: 0, path: [], change: { op: 'replaced', old: 1, new: 2 } },
    ])
  })

  it('tells added, removed and replaced, and puts a path without branches into one row', () => {
    expect(rows({ a: { b: { c: ['new'] } }, d: ['old', 0, 0], e: [null, false] })).toEqual([
      { _tag: 'Change', key: 'added /a/b/c', depth: 0, path: ['a', 'b', 'c'], change: { op: 'added', new: 'new' } },
      { _tag: 'Change', key: 'removed /d', depth: 0, path: ['d'], change: { op: 'removed', old: 'old' } },
      { _tag: 'Change', key: 'replaced /e', depth: 0, path: ['e'], change: { op: 'replaced', old: null, new: false } },
    ])
  })

  it('heads what has several changes below it, and says how many', () => {
    expect(rows({ a: { b: { x: [1], y: [2] } } }).map(({ _tag, path, depth }) => [_tag, path, depth])).toEqual([
      ['Group', ['a', 'b'], 0],
      ['Change', ['x'], 1],
      ['Change', ['y'], 1],
    ])
    expect(rows({ a: { b: { x: [1], y: [2] } } })[0]).toMatchObject({ count: 2 })
  })

  it('shows moved items as moved, with what they are where the state after is known, and goes on within them', () => {
    const delta = { list: { _t: 'a', _0: ['', 2, 3], _1: ['gone', 0, 0], 0: ['first'], 2: { n: [1, 2] } } }
    const after = { list: ['first', 'kept', { n: 2 }] }
    expect(
      rows(delta, after).map(({ path, ...row }) => [path, row._tag === 'Change' ? row.change : row.count]),
    ).toEqual([
      [['list'], 4],
      [[0], { op: 'added', new: 'first' }],
      [[1], { op: 'removed', old: 'gone' }],
      [[2], { op: 'moved', from: 0, to: 2, value: { n: 2 } }],
      [[2, 'n'], { op: 'replaced', old: 1, new: 2 }],
    ])
    expect(hasMoves(treeOfDelta(delta as unknown as Delta))).toBe(true)
  })

  it('takes keys named like those of every object, and empty ones, for what they are', () => {
    const delta = parsed('{"__proto__":{"x":[1]},"constructor":[2],"":{"":[3]},"toString":["a",0,0],"_t":[1,2]}')
    expect(rows(delta).map(({ path }) => path)).toEqual([
      ['__proto__', 'x'],
      ['constructor'],
      ['', ''],
      ['toString'],
      ['_t'],
    ])
    expect(({} as { x?: unknown }).x).toBeUndefined()
  })

  it('reads one mark of a redacted value in the place of another as one change, in a delta and in a list', () => {
    const [old, after] = ['0'.repeat(32), 'f'.repeat(32)]
    const change = { op: 'replaced', old: { $redacted: old }, new: { $redacted: after } }
    const listed = treeOfChanges([{ path: '/email/$redacted', op: 'replace', old, new: after }])
    expect(rows({ email: { $redacted: [old, after] } })).toMatchObject([{ path: ['email'], change }])
    expect(rowsOf(listed)).toMatchObject([{ path: ['email'], change }])
    expect(rows({ $redacted: [old, 'no mark'] })).toMatchObject([{ path: ['$redacted'] }])
  })

  it('shows what it cannot read as it is', () => {
    for (const strange of [null, 'text', [1, 2, 3, 4], { _t: 'a', x: [1] }, { _t: 'a', _0: ['', 0, 2] }] as Json[]) {
      expect(rows({ a: strange })).toMatchObject([{ path: ['a'], change: { op: 'unreadable', delta: strange } }])
    }
    const deep = parsed(`${'{"a":'.repeat(500)}[1]${'}'.repeat(500)}`)
    expect(rows(deep)).toMatchObject([{ change: { op: 'unreadable' } }])
  })

  it('has a row for every change of 5,000 items, each with a key of its own', () => {
    const delta = { _t: 'a', ...Object.fromEntries(Array.from({ length: 5_000 }, (_, i) => [i, [i, -i]])) }
    const all = rows({ items: delta, name: ['a', 'b'] })
    expect(countChanges(all)).toBe(5_001)
    expect(new Set(all.map(({ key }) => key)).size).toBe(all.length)
  })

  it('has for any two states the changes that the delta has, with keys of their own', () => {
    fc.assert(
      fc.property(twoStates, ([before, after]) => {
        const delta = diff(before, after)
        if (delta === undefined) return
        const all = rows(delta, after)
        expect(new Set(all.map(({ key }) => key)).size).toBe(all.length)
        const described = describeChanges(before, after, delta)
        expect(countChanges(all)).toBe(described.length)
        expect(countChanges(all)).toBeGreaterThanOrEqual(changedPaths(delta).length / 2)
        const listed = rowsOf(treeOfChanges(described))
        expect(countChanges(listed)).toBe(described.length)
      }),
    )
  })
})
