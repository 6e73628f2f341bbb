import Database from 'better-sqlite3'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { actorParts, actorValue, codedFields } from '../../../../src/adapters/read-models/feed-index/fields.js'
import type { CodedField } from '../../../../src/adapters/read-models/feed-index/fields.js'
import { createFeedIndex } from '../../../../src/adapters/read-models/feed-index/index-schema.js'
import { knownValues } from '../../../../src/adapters/read-models/feed-index/known-values.js'
import { valueCodes } from '../../../../src/adapters/read-models/feed-index/value-codes.js'
import { compareValues } from '../../../../src/adapters/read-models/queries/compare-texts.js'

const text = fc.string({
  unit: fc.constantFrom('a', 'b', '-', '\ud7ff', '\ue000', '\u{1f600}'),
  minLength: 1,
  maxLength: 4,
})

/** The values of a field by their ranks, with what comes later added after the first look. */
const inOrderOfRanks = (field: CodedField, values: readonly string[], later: readonly string[]): readonly string[] => {
  const db = new Database(':memory:')
  try {
    createFeedIndex(db)
    const codes = valueCodes(db)
    const known = knownValues(db)
    for (const value of values) codes.codeOf(codedFields.indexOf(field), value)
    known.ranks(field)
    for (const value of later) codes.codeOf(codedFields.indexOf(field), value)
    const ranks = known.ranks(field)
    const all = Array.from({ length: ranks.length - 1 }, (_, i) => i + 1)
    expect(ranks[0]).toBe(0)
    all.sort((a, b) => (ranks[a] ?? 0) - (ranks[b] ?? 0))
    return all.map((code) => known.valueOf(field, code) ?? '')
  } finally {
    db.close()
  }
}

const different = (values: readonly string[]): string[] => [...new Set(values)]

describe('the ranks of values', () => {
  it('are those of their code points', () => {
    fc.assert(
      fc.property(fc.array(text), fc.array(text), (values, later) => {
        const sorted = different([...values, ...later]).sort((a, b) => compareValues([a], [b]))
        expect(inOrderOfRanks('verb', values, later)).toEqual(sorted)
      }),
    )
  })

  it('are those of types, then of ids, for actors', () => {
    const actor = fc.tuple(fc.constantFrom('user', 'use', 'service'), text).map(([type, id]) => actorValue(type, id))
    const partsOf = (value: string): readonly string[] => [actorParts(value).type, actorParts(value).id]
    fc.assert(
      fc.property(fc.array(actor), fc.array(actor), (values, later) => {
        const sorted = different([...values, ...later]).sort((a, b) => compareValues(partsOf(a), partsOf(b)))
        expect(inOrderOfRanks('actor', values, later)).toEqual(sorted)
      }),
    )
  })
})
