import { expect, test } from 'vitest'
import { assertDistinct, checkProjections } from '../../../src/adapters/read-models/check-projection.js'

const sound = {
  name: 'verbs',
  version: 1,
  tables: { verbs: { columns: { verb: 'text', count: 'integer' }, key: ['verb'] } },
  apply: () => [],
}
const ofTable = (table: object) => ({ ...sound, tables: { verbs: { ...sound.tables.verbs, ...table } } })

test('a module has one projection or several', () => {
  expect(checkProjections(sound, 'a.js')).toEqual([sound])
  expect(checkProjections([sound, { ...sound, name: 'other' }], 'a.js')).toHaveLength(2)
  expect(() => assertDistinct(checkProjections([sound, sound], 'a.js'))).toThrow('Two projections are called verbs')
})

const refusals: readonly (readonly [unknown, string])[] = [
  [undefined, 'is not the default export of an object'],
  [{ ...sound, name: 'Verbs' }, 'needs a name that matches'],
  [{ ...sound, name: 'all' }, 'must not be called "all"'],
  [{ ...sound, name: 'sqlite_verbs' }, 'must not have a name that begins with "sqlite_"'],
  [{ ...sound, version: 0 }, '"verbs" needs a version from 1 on'],
  [{ ...sound, apply: undefined }, '"verbs" needs an apply function'],
  [{ ...sound, tables: {} }, '"verbs" needs 1 to 32 tables'],
  [{ ...sound, tables: { 'a-b': sound.tables.verbs } }, 'its table "a-b" has a name that does not match'],
  [ofTable({ columns: { verb: 'string' } }), 'has a column "verb" that is not text, integer, real or json'],
  [ofTable({ columns: { Tenant: 'text' } }), 'has a column that may not be called "Tenant"'],
  [ofTable({ columns: { verb: 'text', Verb: 'text' } }), 'has two columns called "Verb"'],
  [ofTable({ key: [] }), 'needs a key: a list of its columns'],
  [ofTable({ columns: { verb: 'json' } }), 'cannot have the json column "verb" in its key'],
  [ofTable({ indexes: [['nothing']] }), 'has an index that is not a list of its columns'],
]
test.each(refusals)('refuses %j', (exported, reason) => {
  expect(() => checkProjections(exported, 'a.js')).toThrow(reason)
  expect(() => checkProjections(exported, 'a.js')).toThrow('The projection in a.js ')
})
