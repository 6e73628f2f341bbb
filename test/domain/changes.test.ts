import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { changedPaths, describeChanges } from '../../src/domain/changes.js'
import { diff } from '../../src/domain/diff.js'
import { equalJson } from '../../src/domain/equal.js'
import type { Json } from '../../src/domain/json.js'
import { isJsonArray, isJsonObject } from '../../src/domain/json.js'
import { own } from '../../src/domain/json-object.js'
import { parsePointer } from '../../src/domain/pointer.js'
import { twoStates } from './arbitrary-json.js'

const valueAt = (root: Json, pointer: string): Json | undefined =>
  (parsePointer(pointer) ?? []).reduce<Json | undefined>((value, segment) => {
    if (isJsonArray(value)) return value[Number(segment)]
    return isJsonObject(value) ? own(value, segment) : undefined
  }, root)

describe('describeChanges', () => {
  it('tells replacements, additions, removals and moves with their values', () => {
    const before = { title: 'Old', tags: ['a', 'b', 'c'], items: [{ id: 1, n: 1 }, { id: 2 }], gone: null }
    const after = { title: 'New', tags: ['c', 'a', 'd'], items: [{ id: 2 }, { id: 1, n: 2 }], more: [1] }
    expect(describeChanges(before, after, diff(before, after))).toStrictEqual([
      { path: '/title', op: 'replace', old: 'Old', new: 'New' },
      { path: '/tags/1', op: 'remove', old: 'b' },
      { path: '/tags/0', op: 'move', from: '/tags/2' },
      { path: '/tags/2', op: 'add', new: 'd' },
      { path: '/items/0', op: 'move', from: '/items/1' },
      { path: '/items/1/n', op: 'replace', old: 1, new: 2 },
      { path: '/gone', op: 'remove', old: null },
      { path: '/more', op: 'add', new: [1] },
    ])
  })

  it('tells a creation, a deletion and no change', () => {
    expect(describeChanges(null, { a: 1 }, undefined)).toStrictEqual([{ path: '', op: 'add', new: { a: 1 } }])
    expect(describeChanges({ a: 1 }, null, undefined)).toStrictEqual([{ path: '', op: 'remove', old: { a: 1 } }])
    expect(describeChanges({ a: 1 }, { a: 1 }, undefined)).toStrictEqual([])
    expect(describeChanges(null, null, undefined)).toStrictEqual([])
  })

  it('reports the nearest ancestor where a pointer would be longer than 1,024 characters', () => {
    const long = 'k'.repeat(1_020)
    const state = (n: number): Json => ({ near: n, [long]: { abcd: n, efgh: [n], x: n }, ['l'.repeat(2_000)]: { n } })
    const delta = diff(state(1) as { near: number }, state(2) as { near: number })
    const changes = describeChanges(state(1), state(2), delta)
    expect(changes.map(({ path, op }) => [path.slice(0, 5), path.length, op])).toStrictEqual([
      ['/near', 5, 'replace'],
      ['/kkkk', 1_021, 'replace'],
      ['/kkkk', 1_023, 'replace'],
      ['', 0, 'replace'],
    ])
    expect(changes[1]).toMatchObject({ old: { abcd: 1, efgh: [1], x: 1 }, new: { abcd: 2, efgh: [2], x: 2 } })
    expect(changes[3]).toMatchObject({ old: state(1), new: state(2) })
    expect(new Set(changedPaths(delta ?? {}))).toEqual(new Set(changes.map(({ path }) => path)))
  })
})

test('changedPaths is what describeChanges tells, each path once', () => {
  fc.assert(
    fc.property(twoStates, ([before, after]) => {
      const delta = diff(before, after)
      if (delta === undefined) return
      const told = describeChanges(before, after, delta).flatMap(({ path, from }) =>
        from === undefined ? [path] : [from, path],
      )
      const paths = changedPaths(delta)
      expect(new Set(paths)).toEqual(new Set(told))
      expect(paths).toHaveLength(new Set(paths).size)
    }),
    { numRuns: 1_000 },
  )
})

test('new values are found at their path in the state after', () => {
  fc.assert(
    fc.property(twoStates, ([before, after]) => {
      for (const change of describeChanges(before, after, diff(before, after))) {
        if (change.new !== undefined) expect(equalJson(valueAt(after, change.path), change.new)).toBe(true)
      }
    }),
    { numRuns: 1_000 },
  )
})
