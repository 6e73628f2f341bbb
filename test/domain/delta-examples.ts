import type { Delta } from '../../src/domain/delta.js'
import type { State } from '../../src/domain/json.js'

/** One delta by name: what the difference between two states is, to the letter. */
export interface DeltaExample {
  readonly name: string
  readonly before: State
  readonly after: State
  readonly delta: Delta | undefined
  readonly paths: readonly string[]
  readonly itemKeys?: Readonly<Record<string, string>>
}

const json = (text: string): State => JSON.parse(text) as State
const deltaOf = (text: string): Delta => JSON.parse(text) as Delta

const objects: readonly DeltaExample[] = [
  { name: 'equal states', before: { a: [1, { b: 2 }] }, after: { a: [1, { b: 2 }] }, delta: undefined, paths: [] },
  { name: 'the order of keys', before: { a: 1, b: 2 }, after: { b: 2, a: 1 }, delta: undefined, paths: [] },
  { name: 'minus zero', before: { a: 0 }, after: { a: -0 }, delta: undefined, paths: [] },
  { name: 'a replaced value', before: { a: 1, b: 2 }, after: { a: 3, b: 2 }, delta: { a: [1, 3] }, paths: ['/a'] },
  { name: 'an added key', before: {}, after: { a: null }, delta: { a: [null] }, paths: ['/a'] },
  { name: 'a removed key', before: { a: false }, after: {}, delta: { a: [false, 0, 0] }, paths: ['/a'] },
  { name: 'null to a value', before: { a: null }, after: { a: {} }, delta: { a: [null, {}] }, paths: ['/a'] },
  { name: 'number to text', before: { a: 1 }, after: { a: '1' }, delta: { a: [1, '1'] }, paths: ['/a'] },
  { name: 'object to array', before: { a: {} }, after: { a: [] }, delta: { a: [{}, []] }, paths: ['/a'] },
  { name: 'a scalar state', before: 'draft', after: 'final', delta: ['draft', 'final'], paths: [''] },
  {
    name: 'long text, replaced and not text-diffed',
    before: { a: 'x'.repeat(200) },
    after: { a: 'x'.repeat(201) },
    delta: { a: ['x'.repeat(200), 'x'.repeat(201)] },
    paths: ['/a'],
  },
  {
    name: 'a nested change beside equal subtrees',
    before: { a: { b: { c: 1, d: [1] } }, e: [{}] },
    after: { a: { b: { c: 2, d: [1] } }, e: [{}] },
    delta: { a: { b: { c: [1, 2] } } },
    paths: ['/a/b/c'],
  },
  {
    name: 'keys that need escapes in a pointer',
    before: { 'a/b': { '~': 1, '': 2 } },
    after: { 'a/b': { '~': 2, '': 3 } },
    delta: { 'a/b': { '~': [1, 2], '': [2, 3] } },
    paths: ['/a~1b/~0', '/a~1b/'],
  },
  {
    name: 'keys named like members of Object',
    before: json('{"constructor":1,"toString":{"valueOf":1}}'),
    after: json('{"__proto__":{"x":1},"toString":{"valueOf":2},"hasOwnProperty":null}'),
    delta: deltaOf(
      '{"constructor":[1,0,0],"__proto__":[{"x":1}],"toString":{"valueOf":[1,2]},"hasOwnProperty":[null]}',
    ),
    paths: ['/constructor', '/toString/valueOf', '/__proto__', '/hasOwnProperty'],
  },
  {
    name: 'a change inside __proto__',
    before: json('{"__proto__":{"a":1,"b":2}}'),
    after: json('{"__proto__":{"a":1,"b":3}}'),
    delta: deltaOf('{"__proto__":{"b":[2,3]}}'),
    paths: ['/__proto__/b'],
  },
  {
    name: 'a key named _t, which the format cannot say: its object is replaced',
    before: { a: { _t: 'x', b: 1 } },
    after: { a: { _t: 'y', b: 1 } },
    delta: {
      a: [
        { _t: 'x', b: 1 },
        { _t: 'y', b: 1 },
      ],
    },
    paths: ['/a'],
  },
  {
    name: 'a key named _t that stays',
    before: { a: { _t: 'a', b: 1 } },
    after: { a: { _t: 'a', b: 2 } },
    delta: { a: { b: [1, 2] } },
    paths: ['/a/b'],
  },
]

const arrays: readonly DeltaExample[] = [
  { name: 'an appended item', before: [1], after: [1, 2], delta: { _t: 'a', '1': [2] }, paths: ['/1'] },
  { name: 'an item put in front', before: [2], after: [1, 2], delta: { _t: 'a', '0': [1] }, paths: ['/0'] },
  { name: 'a removed item', before: [1, 2, 3], after: [1, 3], delta: { _t: 'a', _1: [2, 0, 0] }, paths: ['/1'] },
  {
    name: 'a replaced scalar',
    before: ['a', 'b', 'c'],
    after: ['a', 'x', 'c'],
    delta: { _t: 'a', '1': ['x'], _1: ['b', 0, 0] },
    paths: ['/1'],
  },
  {
    name: 'a moved item',
    before: ['a', 'b', 'c'],
    after: ['c', 'a', 'b'],
    delta: { _t: 'a', _2: ['', 0, 3] },
    paths: ['/2', '/0'],
  },
  { name: 'one duplicate less', before: [1, 1, 1], after: [1, 1], delta: { _t: 'a', _2: [1, 0, 0] }, paths: ['/2'] },
  { name: 'emptied', before: [1], after: [], delta: { _t: 'a', _0: [1, 0, 0] }, paths: ['/0'] },
  {
    name: 'numbers and texts that look alike',
    before: [1, '1', true, 'true', null, 'null'],
    after: ['1', 1, 'true', true, 'null', null],
    delta: { _t: 'a', _1: ['', 0, 3], _3: ['', 2, 3], _5: ['', 4, 3] },
    paths: ['/1', '/0', '/3', '/2', '/5', '/4'],
  },
  {
    name: 'an item with an id, changed and moved',
    before: [{ id: 1, n: 'a' }, { id: 2 }, { id: 3 }],
    after: [{ id: 2 }, { id: 3 }, { id: 1, n: 'b' }],
    delta: { _t: 'a', '2': { n: ['a', 'b'] }, _0: ['', 2, 3] },
    paths: ['/0', '/2', '/2/n'],
  },
  {
    name: 'an item whose id changed is another item',
    before: [{ id: 1, n: 'a' }],
    after: [{ id: 2, n: 'a' }],
    delta: { _t: 'a', '0': [{ id: 2, n: 'a' }], _0: [{ id: 1, n: 'a' }, 0, 0] },
    paths: ['/0'],
  },
  {
    name: 'an item without a key, changed in place',
    before: [{ n: 1 }, { n: 2 }],
    after: [{ n: 1 }, { n: 3 }],
    delta: { _t: 'a', '1': { n: [2, 3] } },
    paths: ['/1/n'],
  },
  {
    name: 'a configured key',
    before: {
      lines: [
        { sku: 'a', n: 1 },
        { sku: 'b', n: 1 },
      ],
    },
    after: {
      lines: [
        { sku: 'b', n: 2 },
        { sku: 'a', n: 1 },
      ],
    },
    itemKeys: { '/lines': 'sku' },
    delta: { lines: { _t: 'a', '0': { n: [1, 2] }, _1: ['', 0, 3] } },
    paths: ['/lines/1', '/lines/0', '/lines/0/n'],
  },
  {
    name: 'a configured key below any item',
    before: { orders: [{ id: 1, lines: [{ sku: 'a', n: 1 }, { sku: 'b' }] }] },
    after: { orders: [{ id: 1, lines: [{ sku: 'b' }, { sku: 'a', n: 2 }] }] },
    itemKeys: { '/orders/*/lines': 'sku', '*': 'n' },
    delta: { orders: { _t: 'a', '0': { lines: { _t: 'a', '1': { n: [1, 2] }, _1: ['', 0, 3] } } } },
    paths: ['/orders/0/lines/1', '/orders/0/lines/0', '/orders/0/lines/1/n'],
  },
  {
    name: 'a row of a matrix',
    before: [
      [1, 2],
      [3, 4],
    ],
    after: [
      [1, 2],
      [3, 5],
    ],
    delta: { _t: 'a', '1': { _t: 'a', '1': [5], _1: [4, 0, 0] } },
    paths: ['/1/1'],
  },
  {
    name: 'items with nasty keys',
    before: json('[{"id":1,"__proto__":{"x":1}},{"constructor":1}]'),
    after: json('[{"id":1,"__proto__":{"x":2}},{"toString":1}]'),
    delta: deltaOf('{"_t":"a","0":{"__proto__":{"x":[1,2]}},"1":{"constructor":[1,0,0],"toString":[1]}}'),
    paths: ['/0/__proto__/x', '/1/constructor', '/1/toString'],
  },
  {
    name: 'a change after a removal and an addition before it',
    before: [{ id: 1 }, { id: 2, n: 1 }, { id: 3 }],
    after: [{ id: 4 }, { id: 5 }, { id: 2, n: 2 }, { id: 3 }],
    delta: { _t: 'a', '0': [{ id: 4 }], '1': [{ id: 5 }], '2': { n: [1, 2] }, _0: [{ id: 1 }, 0, 0] },
    paths: ['/0', '/1', '/2/n'],
  },
]

export const deltaExamples: readonly DeltaExample[] = [...objects, ...arrays]
