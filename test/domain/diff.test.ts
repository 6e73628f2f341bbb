import { isRight, left, right } from 'fp-ts/lib/Either.js'
import fc from 'fast-check'
import { create } from 'jsondiffpatch'
import { describe, expect, it, test } from 'vitest'
import { canonicalize } from '../../src/domain/canonical.js'
import { changedPaths } from '../../src/domain/changes.js'
import { checkDelta } from '../../src/domain/delta-shape.js'
import type { Delta } from '../../src/domain/delta.js'
import { diff } from '../../src/domain/diff.js'
import { equalJson } from '../../src/domain/equal.js'
import type { Json, State } from '../../src/domain/json.js'
import { lawful } from '../../src/domain/lawful.js'
import { patch, unpatch } from '../../src/domain/patch.js'
import { reverse } from '../../src/domain/reverse.js'
import { anyJson, anyState, twoStates } from './arbitrary-json.js'
import { deltaExamples } from './delta-examples.js'

const runs = { numRuns: 1_500 }

/** Equal, and of the same keys in the eyes of somebody who goes by JSON text alone. */
const sameJson = (a: unknown, b: Json): boolean =>
  equalJson(JSON.parse(JSON.stringify(a)) as Json, b) && equalJson(a as Json, b)

const textOf = (value: unknown): string => canonicalize((value ?? null) as Json)

describe.each(deltaExamples)('$name', ({ before, after, delta, paths, itemKeys }) => {
  it('is that delta', () => {
    const found = diff(before, after, itemKeys)
    // As text: the comparison of vitest cannot see a key named __proto__.
    expect(textOf(found)).toBe(textOf(delta))
    expect(found === undefined ? [] : changedPaths(found)).toStrictEqual(paths)
  })

  it('leads from one state to the other and back', () => {
    if (delta === undefined) {
      expect(equalJson(before, after)).toBe(true)
    } else {
      expect(textOf(patch(before, delta))).toBe(textOf(right(after)))
      expect(textOf(unpatch(after, delta))).toBe(textOf(right(before)))
      expect(textOf(patch(after, reverse(delta)))).toBe(textOf(right(before)))
    }
  })
})

describe('laws', () => {
  const both = fc.oneof(twoStates, fc.tuple(anyState, anyState))

  test('patch(before, diff) is after and unpatch(after, diff) is before, also through JSON text', () => {
    fc.assert(
      fc.property(both, ([before, after]) => {
        const delta = diff(before, after)
        if (delta === undefined) return equalJson(before, after)
        const kept = JSON.parse(JSON.stringify(delta)) as Delta
        const forth = patch(before, kept)
        const back = unpatch(after, kept)
        return isRight(forth) && sameJson(forth.right, after) && isRight(back) && sameJson(back.right, before)
      }),
      runs,
    )
  })

  test('a delta is one that checkDelta takes, and never changes its states', () => {
    fc.assert(
      fc.property(both, ([before, after]) => {
        const texts = [JSON.stringify(before), JSON.stringify(after)]
        const delta = diff(before, after)
        if (delta === undefined) return true
        patch(before, delta)
        unpatch(after, delta)
        return (
          isRight(checkDelta(delta as Json, '')) &&
          JSON.stringify(before) === texts[0] &&
          JSON.stringify(after) === texts[1]
        )
      }),
      runs,
    )
  })

  test('reversing twice is the same delta', () => {
    fc.assert(
      fc.property(both, ([before, after]) => {
        const delta = diff(before, after)
        return delta === undefined || equalJson(reverse(reverse(delta)), delta)
      }),
      runs,
    )
  })

  test('a patch either refuses another state or finds every old value in it', () => {
    fc.assert(
      fc.property(both, anyState, ([before, after], other) => {
        const delta = diff(before, after)
        if (delta === undefined) return true
        const result = patch(other, delta)
        if (!isRight(result)) return result.left.length > 0
        const back = unpatch(result.right, delta)
        return isRight(back) && equalJson(back.right, other)
      }),
      runs,
    )
  })

  test('item keys of any kind keep the laws', () => {
    const itemKeys = fc.dictionary(
      fc.constantFrom('*', '/a', '/*', '/a/*', ''),
      fc.constantFrom('a', 'b', 'id', '__proto__'),
    )
    fc.assert(
      fc.property(both, itemKeys, ([before, after], keys) => {
        const delta = diff(before, after, keys)
        if (delta === undefined) return equalJson(before, after)
        const forth = patch(before, delta)
        const back = unpatch(after, delta)
        return isRight(forth) && equalJson(forth.right, after) && isRight(back) && equalJson(back.right, before)
      }),
      runs,
    )
  })

  test('arrays of few distinct items, in any order, any number of times', () => {
    const item = fc.constantFrom<Json>(
      0,
      1,
      '0',
      { id: 1 },
      { id: 1, n: 1 },
      { id: 2 },
      { n: 1 },
      { n: 2 },
      [],
      [1],
      [[1]],
    )
    const list = fc.array(item, { maxLength: 12 })
    fc.assert(
      fc.property(list, list, (before, after) => {
        const delta = diff(before, after)
        if (delta === undefined) return equalJson(before, after)
        const forth = patch(before, delta)
        const back = unpatch(after, delta)
        return isRight(forth) && equalJson(forth.right, after) && isRight(back) && equalJson(back.right, before)
      }),
      { numRuns: 5_000 },
    )
  })

  test("jsondiffpatch's own patch reads the deltas", () => {
    const library = create()
    const plain = anyJson.filter(
      (value) => value !== null && !/__proto__|constructor|toString|valueOf|hasOwn/.test(JSON.stringify(value)),
    )
    fc.assert(
      fc.property(plain, plain, (before, after) => {
        const delta = diff(before as State, after as State)
        if (delta === undefined) return true
        const copy = JSON.parse(JSON.stringify([before, delta])) as [Json, never]
        return equalJson(library.patch(copy[0], copy[1]) as Json, after)
      }),
      runs,
    )
  })
})

describe('what a delta shares and how large it gets', () => {
  it('goes as deep as a state may', () => {
    const nested = (leaf: number): State => Array.from({ length: 64 }).reduce<State>((value) => ({ a: value }), leaf)
    const delta = diff(nested(1), nested(2)) ?? {}
    expect(isRight(checkDelta(delta as Json, ''))).toBe(true)
    expect(patch(nested(1), delta)).toStrictEqual(right(nested(2)))
    expect(changedPaths(delta)).toStrictEqual(['/a'.repeat(64)])
  })

  it('shares what did not change with the state before', () => {
    const before = { a: { b: [1] }, c: { d: 1 } }
    const after = patch(before, { c: { d: [1, 2] } })
    expect(isRight(after) && (after.right as typeof before).a).toBe(before.a)
  })

  it('compares long arrays whose ends are the same by their middle', () => {
    const before = Array.from({ length: 8_000 }, (_, index) => index)
    const after = [...before.slice(0, 4_000), 'new', ...before.slice(4_001)]
    expect(diff(before, after)).toEqual({ _t: 'a', _4000: [4_000, 0, 0], '4000': ['new'] })
  })

  it('compares items of a long array that are all changed but in the same order', () => {
    const items = (n: number) => Array.from({ length: 3_000 }, (_, id) => ({ id, n }))
    expect(Object.keys(diff(items(1), items(2)) ?? {})).toHaveLength(3_001)
  })

  it('replaces an array whose unmatched middle has more than 250,000 cells', () => {
    const before = Array.from({ length: 501 }, (_, index) => index)
    const after = before.map((index) => -1 - index)
    expect(diff({ a: before }, { a: after })).toEqual({ a: [before, after] })
    expect(diff({ a: before.slice(1) }, { a: after.slice(1) })).toMatchObject({ a: { _t: 'a' } })
  })

  it('spends these cells once on all arrays of a state', () => {
    const before = Array.from({ length: 400 }, (_, index) => index)
    const after = before.map((index) => -1 - index)
    const delta = diff({ a: before, b: before, c: [1] }, { a: after, b: after, c: [2] })
    expect(delta).toMatchObject({ a: { _t: 'a' }, b: [before, after], c: { _t: 'a', _0: [1, 0, 0], '0': [2] } })
  })
})

describe('a delta that does not hold', () => {
  const before = { a: { x: 1, y: [1] }, b: 1 }
  const after = { a: { x: 2, y: [2] }, b: 2 }
  const wrong: Delta = { a: { x: [1, 2], y: { _t: 'a', '5': [2] } }, b: [1, 2] }

  it('is mended where it is wrong and nowhere else', () => {
    expect(lawful(before, after, wrong)).toEqual({ a: { x: [1, 2], y: [[1], [2]] }, b: [1, 2] })
  })

  it('replaces the whole value where something is missing from it', () => {
    expect(lawful(before, after, { b: [1, 2] })).toEqual([before, after])
    expect(lawful([1], [2], { _t: 'a', '7': [2] })).toEqual([[1], [2]])
  })

  it.each<[string, Json, unknown, string[]]>([
    ['another old value', { a: 1 }, { a: [2, 3] }, ['/a']],
    ['an addition to what is there', { a: 1 }, { a: [2] }, ['/a']],
    ['an addition of undefined to what is there', { a: null }, { a: [2] }, ['/a']],
    ['a removal of what is not there', {}, { a: [1, 0, 0] }, ['/a']],
    ['an object delta on an array', { a: [] }, { a: { b: [1] } }, ['/a']],
    ['an array delta on an object', { a: {} }, { a: { _t: 'a', '0': [1] } }, ['/a']],
    ['an inherited property', {}, { constructor: [null, 1], toString: [1, 2] }, ['/constructor', '/toString']],
    ['an index beyond the end', [1], { _t: 'a', '2': [1] }, ['/2']],
    ['a removal beyond the end', [1], { _t: 'a', _1: [1, 0, 0] }, ['/1']],
    ['a move from beyond the end', [1], { _t: 'a', _4: ['', 0, 3] }, ['/4']],
    ['a move to beyond the end', [1], { _t: 'a', _0: ['', 1, 3] }, ['/1']],
    ['a huge index', [1], { _t: 'a', '4294967295': [1] }, ['/4294967295']],
    ['a change beyond the end', [1], { _t: 'a', '1': [1, 2] }, ['/1']],
    [
      'a changed item, named by its place before',
      [9, { n: 1 }],
      { _t: 'a', _0: [9, 0, 0], '0': { n: [2, 3] } },
      ['/1/n'],
    ],
    ['two items at one index', [1, 2], { _t: 'a', _0: ['', 1, 3], '1': [1] }, ['']],
    ['a removed item that stays', [1, 2], { _t: 'a', '0': [1, 0, 0] }, ['']],
    ['a removal of the state', { a: 1 }, [{ a: 1 }, 0, 0], ['']],
    ['a text diff', { a: 'x' }, { a: ['@@ -1 +1 @@', 0, 2] }, ['/a']],
    ['a number for a delta', { a: 1 }, { a: 1 }, ['/a']],
    ['no delta', 1, null, ['']],
  ])('%s is refused with its path', (_name, state, delta, paths) => {
    expect(patch(state, delta as Delta)).toStrictEqual(left(paths))
  })

  it('names 20 paths at most', () => {
    const delta = Object.fromEntries(Array.from({ length: 50 }, (_, n) => [`k${n}`, [1, 2] as const]))
    const result = patch({}, delta)
    expect(isRight(result) ? 0 : result.left.length).toBe(20)
  })

  it('is refused rather than followed however deep it nests', () => {
    let delta: Delta = [1, 2]
    let state: Json = 1
    for (let depth = 0; depth < 100_000; depth++) {
      delta = { a: delta }
      state = { a: state }
    }
    expect(isRight(patch(state, delta))).toBe(false)
    expect(unpatch(state, delta)).toStrictEqual(left(['']))
  })
})
