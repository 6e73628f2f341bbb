import { createHmac } from 'node:crypto'
import { isRight, left, right } from 'fp-ts/lib/Either.js'
import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { canonicalize } from '../../src/domain/canonical.js'
import type { Delta } from '../../src/domain/delta.js'
import { diff } from '../../src/domain/diff.js'
import { equalJson } from '../../src/domain/equal.js'
import type { Json, JsonObject, State } from '../../src/domain/json.js'
import { patch } from '../../src/domain/patch.js'
import { applyRules, checkRules, checkRulesByType, keepRedacted, rulesFor } from '../../src/domain/rules.js'
import type { SubjectRules } from '../../src/domain/subject-rules.js'

const subject = { type: 'user', id: '7' }
const mac = (text: string): string => createHmac('sha256', 'key').update(text, 'utf8').digest('hex')
const token = (pattern: string, value: Json): JsonObject => ({
  $redacted: mac(canonicalize(['user', '7', pattern, value])).slice(0, 32),
})
const apply = (rules: SubjectRules) => applyRules(rules, subject, mac)

describe('on states', () => {
  it('leaves out what is ignored and replaces what is redacted', () => {
    const { state } = apply({ ignore: ['/seenAt', '/log/*/at'], redact: ['/email', '/cards/*/number', '/notes/*'] })
    const before = {
      email: 'ada@example.org',
      seenAt: 5,
      log: [{ at: 1, what: 'x' }, { at: 2 }],
      cards: { a: { number: '4111', till: 2030 }, b: { till: 2031 } },
      notes: ['private', 'secret'],
    }
    expect(state(before)).toStrictEqual({
      email: token('/email', 'ada@example.org'),
      log: [{ what: 'x' }, {}],
      cards: { a: { number: token('/cards/*/number', '4111'), till: 2030 }, b: { till: 2031 } },
      notes: [token('/notes/*', 'private'), token('/notes/*', 'secret')],
    })
  })

  it('gives an item the same token wherever it stands', () => {
    const { state } = apply({ redact: ['/cards/*/number'] })
    const [a, b] = [{ number: '1' }, { number: '2' }]
    const one = state({ cards: [a, b] }) as { cards: Json[] }
    const other = state({ cards: [b, a] }) as { cards: Json[] }
    expect(other.cards).toStrictEqual(one.cards.toReversed())
  })

  it('gives equal values of other rules, subjects and keys other tokens', () => {
    const rules = { redact: ['/a', '/b'] }
    const tokens = [
      ...Object.values(apply(rules).state({ a: 1, b: 1 }) as JsonObject),
      ...Object.values(applyRules(rules, { type: 'user', id: '8' }, mac).state({ a: 1 }) as JsonObject),
      ...Object.values(applyRules(rules, subject, (text) => mac(`x${text}`)).state({ a: 1 }) as JsonObject),
    ]
    expect(new Set(tokens.map(canonicalize)).size).toBe(4)
    for (const each of tokens)
      expect(each).toStrictEqual({ $redacted: expect.stringMatching(/^[0-9a-f]{32}$/) as string })
  })

  it('redacts the outer of two values, without what is ignored in it', () => {
    const { state } = apply({ redact: ['/a/b', '/a'], ignore: ['/a/c', '/d', '/e/*'] })
    expect(state({ a: { b: 1, c: 2 }, d: 3, e: [1, 2] })).toStrictEqual({ a: token('/a', { b: 1 }), e: [] })
  })

  it('reaches keys such as __proto__ and keys with slashes', () => {
    const { state } = apply({ redact: ['/__proto__/x', '/a~1b'], ignore: ['/constructor'] })
    const result = state(JSON.parse('{"__proto__":{"x":1},"a/b":2,"constructor":3}') as State)
    expect(canonicalize(result)).toBe(
      canonicalize(
        JSON.parse(
          `{"__proto__":{"x":${canonicalize(token('/__proto__/x', 1))}},"a/b":${canonicalize(token('/a~1b', 2))}}`,
        ) as Json,
      ),
    )
  })

  it('does nothing twice, and nothing where there are no rules or nothing at their paths', () => {
    const { state } = apply({ redact: ['/a', '/b/*'] })
    const once = state({ a: 1, b: [2] })
    expect(state(once)).toStrictEqual(once)
    const value = { x: 1 }
    expect(applyRules(undefined, subject, mac).state(value)).toBe(value)
    expect(state([1, 2])).toStrictEqual([1, 2])
    expect(state('text')).toBe('text')
  })
})

describe('on deltas', () => {
  const rules: SubjectRules = {
    ignore: ['/seenAt', '/items/*/at', '/cache/*'],
    redact: ['/email', '/items/*/pin', '/profile'],
  }
  const { delta } = apply(rules)

  it.each<[string, Delta, Delta | undefined]>([
    ['an ignored change', { seenAt: [1, 2] }, undefined],
    ['an ignored change beside another', { seenAt: [1], a: [1, 2] }, { a: [1, 2] }],
    ['a redacted change', { email: ['a', 'b'] }, { email: [token('/email', 'a'), token('/email', 'b')] }],
    ['a redacted addition', { email: ['a'] }, { email: [token('/email', 'a')] }],
    ['a redacted removal', { email: ['a', 0, 0] }, { email: [token('/email', 'a'), 0, 0] }],
    [
      'values in leaves above the path',
      { items: [[{ pin: 1, at: 2 }], [{ pin: 3, x: 1 }]] },
      { items: [[{ pin: token('/items/*/pin', 1) }], [{ pin: token('/items/*/pin', 3), x: 1 }]] },
    ],
    ['leaves that differ in ignored values alone', { items: [[{ at: 1 }], [{ at: 2 }]] }, undefined],
    [
      'array deltas: moves stay',
      {
        items: {
          _t: 'a',
          _0: ['', 1, 3],
          '1': { pin: [1, 2], at: [1, 2] },
          '2': [{ pin: 5, at: 1 }],
          _4: [{ pin: 6 }, 0, 0],
        },
      },
      {
        items: {
          _t: 'a',
          _0: ['', 1, 3],
          '1': { pin: [token('/items/*/pin', 1), token('/items/*/pin', 2)] },
          '2': [{ pin: token('/items/*/pin', 5) }],
          _4: [{ pin: token('/items/*/pin', 6) }, 0, 0],
        },
      },
    ],
    ['array deltas of ignored changes alone', { items: { _t: 'a', '0': { at: [1, 2] } } }, undefined],
    ['ignored items', { cache: { _t: 'a', _0: ['', 1, 3], '2': [1] } }, undefined],
    [
      'a whole state',
      [{ email: 'a' }, { email: 'b', seenAt: 1 }],
      [{ email: token('/email', 'a') }, { email: token('/email', 'b') }],
    ],
  ])('%s', (_name, given, expected) => {
    expect(delta(given)).toStrictEqual(expected)
  })

  it('that go into a redacted value fit no state and hide their values', () => {
    const state = apply(rules).state({ profile: { name: 'Ada' } })
    for (const inner of [{ name: ['Ada', 'Bea'] }, { nick: ['A'] }] as Delta[]) {
      const hidden = delta({ profile: inner })
      expect(JSON.stringify(hidden)).not.toMatch(/Ada|Bea|"A"|nick/)
      expect(hidden && patch(state, hidden)).toStrictEqual(left(['/profile']))
    }
  })

  test('a delta between two states leads, redacted, from the one redacted to the other', () => {
    const secret = fc.constantFrom<Json>(1, 2, 'x', null)
    const item = fc.record({ id: fc.nat(3), n: fc.nat(2), pin: secret, at: fc.nat() }, { requiredKeys: [] })
    const record = fc.record(
      {
        email: secret,
        seenAt: fc.nat(),
        items: fc.array(item, { maxLength: 5 }),
        tags: fc.array(secret),
        cache: fc.array(secret),
      },
      { requiredKeys: [] },
    )
    const law = apply({ ignore: ['/seenAt', '/items/*/at', '/cache/*'], redact: ['/email', '/*/*/pin', '/tags/*'] })
    fc.assert(
      fc.property(record, record, (before, after) => {
        const plain = diff(before, after)
        const applied = plain && law.delta(plain)
        const [from, to] = [law.state(before), law.state(after)]
        if (applied === undefined) return equalJson(from, to)
        const result = patch(from, applied)
        return isRight(result) && equalJson(result.right, to)
      }),
      { numRuns: 2_000 },
    )
  })
})

describe('keepRedacted', () => {
  const t = (n: number): JsonObject => ({ $redacted: n.toString(16).padStart(32, '0') })
  const rules: SubjectRules = {
    redact: ['/email', '/profile/ssn', '/items/*/pin', '/phones/*'],
    arrayItemKeys: { '/items': 'sku' },
  }

  it('leaves the present value, or its absence, at redacted paths and names where the target has another', () => {
    const present = { email: t(1), profile: { ssn: t(2), x: 1 }, n: 1 }
    expect(keepRedacted(rules, present, { email: t(9), profile: { ssn: t(2), x: 2 }, n: 2 })).toStrictEqual({
      state: { email: t(1), profile: { ssn: t(2), x: 2 }, n: 2 },
      skippedPaths: ['/email'],
    })
    expect(keepRedacted(rules, { profile: {} }, { email: t(9), profile: { ssn: t(8) } })).toStrictEqual({
      state: { profile: {} },
      skippedPaths: ['/email', '/profile/ssn'],
    })
    expect(keepRedacted(rules, { email: t(1) }, { n: 1 })).toStrictEqual({
      state: { n: 1, email: t(1) },
      skippedPaths: ['/email'],
    })
  })

  it('brings a deleted record back without them', () => {
    expect(keepRedacted(rules, null, { email: t(1), n: 1 })).toStrictEqual({
      state: { n: 1 },
      skippedPaths: ['/email'],
    })
  })

  it('lets a redacted value go with the object around it', () => {
    expect(keepRedacted(rules, { profile: { ssn: t(1) } }, { n: 1 })).toStrictEqual({
      state: { n: 1 },
      skippedPaths: [],
    })
  })

  it('follows items by their key', () => {
    const present = {
      items: [
        { sku: 'b', pin: t(2) },
        { sku: 'c', pin: t(3) },
      ],
    }
    const target = {
      items: [
        { sku: 'a', pin: t(1) },
        { sku: 'b', pin: t(5), n: 1 },
        { sku: 'c', pin: t(3) },
      ],
    }
    expect(keepRedacted(rules, present, target)).toStrictEqual({
      state: { items: [{ sku: 'a' }, { sku: 'b', pin: t(2), n: 1 }, { sku: 'c', pin: t(3) }] },
      skippedPaths: ['/items/0/pin', '/items/1/pin'],
    })
  })

  it('leaves an array of redacted items as it is', () => {
    expect(keepRedacted(rules, { phones: [t(2), t(3)] }, { phones: [t(2), t(1)] })).toStrictEqual({
      state: { phones: [t(2), t(3)] },
      skippedPaths: ['/phones/1'],
    })
    expect(keepRedacted(rules, { phones: [] }, { phones: [t(2)] }).skippedPaths).toStrictEqual(['/phones/0'])
  })

  it('leaves what was redacted by a rule that is gone', () => {
    const present = { email: 'a@example.org', tags: ['x'], n: 1 }
    expect(keepRedacted(undefined, present, { email: t(1), tags: [t(2)], n: 2 })).toStrictEqual({
      state: { email: 'a@example.org', tags: ['x'], n: 2 },
      skippedPaths: ['/email', '/tags/0'],
    })
    expect(keepRedacted({ redact: ['/phone'] }, present, { profile: { ssn: t(1) } }).state).toStrictEqual({
      profile: {},
    })
  })

  it('is the target itself where nothing is redacted', () => {
    const target = { a: 1 }
    expect(keepRedacted({ ignore: ['/a'] }, { a: 2 }, target)).toStrictEqual({ state: target, skippedPaths: [] })
    expect(keepRedacted(rules, 'text', [1])).toStrictEqual({ state: [1], skippedPaths: [] })
  })
})

describe('configuration', () => {
  it('is taken as it is', () => {
    const rules = {
      ignore: ['/seenAt'],
      redact: ['/items/*/pin'],
      arrayItemKeys: { '/items': 'sku', '*': 'id', '': 'id' },
    }
    expect(checkRules(rules, '/rules')).toStrictEqual(right(rules))
    expect(checkRules({}, '')).toStrictEqual(right({}))
    expect(checkRulesByType({ user: rules, '*': {} }, '')).toStrictEqual(right({ user: rules, '*': {} }))
  })

  it.each<[string, unknown, string[]]>([
    ['no object', [], ['']],
    ['an unknown key', { redacted: [] }, ['/redacted']],
    ['no list', { ignore: '/a' }, ['/ignore']],
    ['no pointers', { ignore: ['a', 3, '/~'] }, ['/ignore/0', '/ignore/1', '/ignore/2']],
    ['the whole state', { redact: [''] }, ['/redact/0']],
    ['an index', { redact: ['/items/0/pin'] }, ['/redact/0']],
    [
      'item keys that are none',
      { arrayItemKeys: { items: 'id', '/a': 3, '/b': '' } },
      ['/arrayItemKeys/items', '/arrayItemKeys/~1a', '/arrayItemKeys/~1b'],
    ],
    ['item keys in a list', { arrayItemKeys: ['id'] }, ['/arrayItemKeys']],
  ])('%s is refused', (_name, value, fields) => {
    const checked = checkRules(value, '')
    expect(isRight(checked) ? [] : checked.left.map(({ field }) => field)).toStrictEqual(fields)
  })

  it('names subject types', () => {
    const checked = checkRulesByType({ '1x': {}, user: { a: 1 } }, '/rules')
    expect(isRight(checked) ? [] : checked.left.map(({ field }) => field)).toStrictEqual(['/rules/1x', '/rules/user/a'])
    expect(isRight(checkRulesByType(null, ''))).toBe(false)
  })

  it('applies the rules of `*` to types that are not named', () => {
    const [user, rest] = [{ redact: ['/a'] }, { ignore: ['/b'] }]
    expect(rulesFor({ user, '*': rest }, 'user')).toBe(user)
    expect(rulesFor({ user, '*': rest }, 'constructor')).toBe(rest)
    expect(rulesFor({ user }, 'post')).toBeUndefined()
    expect(rulesFor(undefined, 'post')).toBeUndefined()
  })
})
