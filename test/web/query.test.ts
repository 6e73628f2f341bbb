import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { filterFields as apiFields } from '../../src/ports/read-models.js'
import { filterFields } from '../../src/web/query/fields.js'
import type { FilterField } from '../../src/web/query/fields.js'
import { addressOf, apiParametersOf, queryOf } from '../../src/web/query/parameters.js'
import { parseQuery } from '../../src/web/query/parse-query.js'
import { printQuery } from '../../src/web/query/print-query.js'
import type { Query } from '../../src/web/query/query.js'
import { emptyQuery, literal, withTerm, withoutTerm } from '../../src/web/query/query.js'
import { timeOf } from '../../src/web/query/time-text.js'
import { complete, typingAt } from '../../src/web/query/typing.js'

const now = Date.parse('2026-11-29T12:00:00Z')

const parsed = (line: string): Query => {
  const answer = parseQuery(line)
  if (answer._tag === 'Problems') throw new Error(JSON.stringify(answer.problems))
  return answer.query
}

/** What is marked, and why. */
const problems = (line: string): readonly (readonly [string, string])[] => {
  const answer = parseQuery(line)
  return answer._tag === 'Query' ? [] : answer.problems.map(({ from, to, message }) => [line.slice(from, to), message])
}

const asked = (line: string): string => decodeURIComponent(apiParametersOf(parsed(line), now, 'utc').toString())

describe('a query line', () => {
  it.each([
    ['', ''],
    ['actor:ada', 'actorId=ada'],
    ['verb:post.* -channel:bulk', 'verb=post.*&channel!=bulk'],
    ['verb:a verb:b verb:a', 'verb=a&verb=b'],
    ['subject:post/42', 'subjectType=post&subjectId=42'],
    ['subject:file/a/b.txt subject:file/c', 'subjectType=file&subjectId=a/b.txt&subjectId=c'],
    ['type:post type:page id:4*', 'subjectType=post&subjectType=page&subjectId=4*'],
    ['path:/price path:""', 'path=/price&path='],
    ['id:50\\*', 'subjectId=50\\*'],
    ['actor:"Ada \\"L\\" \\\\"', 'actorId=Ada+"L"+\\'],
    ['ACTORID:ada Type:post', 'actorId=ada&subjectType=post'],
    ['since:7d until:2026-11-29', 'since=2026-11-22T12:00:00.000Z&until=2026-11-29T00:00:00.000Z'],
    ['since:2026-11-24T10:00:00+02:00', 'since=2026-11-24T08:00:00.000Z'],
    [
      'kind:change -outcome:failure transaction:t-1 affects:u-2 org:acme actorType:user',
      'actorType=user&affects=u-2&org=acme&outcome!=failure&kind=change&transactionId=t-1',
    ],
  ])('%s asks for %s', (line, parameters) => {
    expect(asked(line)).toBe(parameters)
  })

  it.each([
    ['actor:ada ada', 'ada', 'Which field is that? Write, for example, “actor:ada”.'],
    ['verb:x colour:red', 'colour:red', 'There is no field “colour”. There are'],
    ['chanel:web', 'chanel:web', 'There is no field “chanel”. Do you mean “channel:”?'],
    ['__proto__:x', '__proto__:x', 'There is no field “__proto__”.'],
    ['actor:', 'actor:', 'What is “actor:” to be?'],
    ['actor:"ada', 'actor:"ada', 'The quote is not closed.'],
    ['actor:"ada"x verb:y', 'actor:"ada"x', 'A blank is missing behind the quote.'],
    ['actor:a"b"', 'actor:a"b"', 'A quote goes around the whole value.'],
    ['outcome:ok', 'outcome:ok', '“outcome:” is success or failure.'],
    ['since:yesterday', 'since:yesterday', 'Not a time.'],
    ['since:2026-02-30', 'since:2026-02-30', 'Not a time.'],
    ['since:1d since:2d', 'since:2d', '“since:” is there twice.'],
    ['-since:1d', '-since:1d', 'write “until:” instead'],
    ['path:price', 'path:price', '“path:/price”'],
    ['subject:post', 'subject:post', '“type:post”'],
    ['subject:post/', 'subject:post/', '“type:post”'],
    ['subject:po*/1', 'subject:po*/1', 'The type of a subject is written whole.'],
    ['-subject:post/42', '-subject:post/42', 'Write “-id:42” or “-type:post”.'],
    ['subject:post/1 subject:page/1', 'subject:page/1', 'must be of one type'],
    ['subject:post/1 type:page', 'type:page', 'already says the type'],
    ['id:1 subject:post/1', 'subject:post/1', 'already says the type'],
  ])('%s is not understood, and says where', (line, place, message) => {
    expect(problems(line)).toEqual([[place, expect.stringContaining(message) as string]])
  })

  it('names every place, and asks for nothing with one of them', () => {
    expect(problems('what actor:ada since:never').map(([place]) => place)).toEqual(['what', 'since:never'])
    expect(problems(`actor:${'a'.repeat(4_000)}`)).toHaveLength(1)
  })
})

const text = fc.oneof(
  fc.string({ minLength: 1, unit: 'grapheme' }),
  fc.string({ minLength: 1, unit: fc.constantFrom('a', '"', '\\', '*', ' ', '\n', '\t', '/', ':', '-') }),
)
const valuesOf = (field: FilterField): fc.Arbitrary<readonly string[]> => {
  const value =
    {
      outcome: fc.constantFrom('success', 'failure'),
      kind: fc.constantFrom('change', 'activity'),
      path: text.map((one) => `/${one}`),
    }[field as string] ?? text
  return fc.uniqueArray(value, { minLength: 1, maxLength: 3 })
}
const sides = fc.record(Object.fromEntries(filterFields.map((field) => [field, valuesOf(field)])), { requiredKeys: [] })
const time = fc.constantFrom('7d', 'today', '2026-11-24', '2026-11-24T10:00', '2026-11-24T10:00:00.5Z')
const queries: fc.Arbitrary<Query> = fc.record(
  { is: sides, not: sides, since: time, until: time },
  { requiredKeys: ['is', 'not'] },
)

describe('for every query', () => {
  it('what is printed is parsed to the same, and so is its address', () => {
    fc.assert(
      fc.property(queries, (query) => {
        const line = printQuery(query)
        fc.pre(line.length <= 4_000)
        expect(parseQuery(line)).toEqual({ _tag: 'Query', query })
        expect(queryOf(new URLSearchParams(addressOf(query).toString()))).toEqual(query)
        expect(printQuery(parsed(line))).toBe(line)
      }),
      { numRuns: 500 },
    )
  })

  it('any text at all is read or refused, with places within it', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          text,
          fc
            .array(fc.constantFrom('actor:', '"', '-', 'since:', '7d', ' ', 'subject:a/b', '\\'), { maxLength: 12 })
            .map((parts) => parts.join('')),
        ),
        (line) => {
          const answer = parseQuery(line)
          if (answer._tag === 'Query') expect(parseQuery(printQuery(answer.query))).toEqual(answer)
          else
            for (const { from, to } of answer.problems) expect(0 <= from && from < to && to <= line.length).toBe(true)
          for (let caret = 0; caret <= line.length; caret++) {
            const typing = typingAt(line, caret)
            if (typing === undefined) continue
            const edited = complete(line, typing, 'chosen')
            expect(edited.line.startsWith(line.slice(0, typing.from))).toBe(true)
            expect(edited.caret).toBeLessThanOrEqual(edited.line.length)
          }
        },
      ),
    )
  })

  it('a condition put in and taken out again leaves it as it was', () => {
    fc.assert(
      fc.property(queries, text, fc.boolean(), (query, value, negated) => {
        const term = { field: 'verb', negated, value: literal(value) } as const
        const without = withoutTerm(withoutTerm(query, term), { ...term, negated: !negated })
        expect(withoutTerm(withTerm(without, term), term)).toEqual(without)
      }),
    )
  })
})

it('knows the fields that the API has, and no others', () => {
  expect([...filterFields].sort()).toEqual([...apiFields].sort())
})

describe('a literal value', () => {
  it.each([
    ['post.updated', 'post.updated'],
    ['50*', '50\\*'],
    ['50\\*', '50\\\\*'],
  ])('%s is asked for as %s', (value, parameter) => {
    expect(literal(value)).toBe(parameter)
  })
})

describe('a time', () => {
  it.each([
    ['30m', '2026-11-29T11:30:00.000Z'],
    ['2w', '2026-11-15T12:00:00.000Z'],
    ['today', '2026-11-29T00:00:00.000Z'],
    ['2024-02-29', '2024-02-29T00:00:00.000Z'],
    ['2026-11-24T10:00:01.25', '2026-11-24T10:00:01.250Z'],
    ['0099-01-01', '0099-01-01T00:00:00.000Z'],
  ])('%s is %s', (line, iso) => {
    expect(new Date(timeOf(line, now, 'utc') ?? Number.NaN).toISOString()).toBe(iso)
  })
  it.each([
    '',
    '7',
    '0d',
    '7y',
    '2023-02-29',
    '2026-13-01',
    '2026-11-24T24:00',
    '2026-11-24T10:00Zz',
    '2026-11-24T10:00:00+99:00',
  ])('“%s” is none', (line) => {
    expect(timeOf(line, now, 'utc')).toBeUndefined()
  })
})

describe('completion', () => {
  it.each([
    ['', 0, 'actor', 'actor:', 6],
    ['ver', 3, 'verb', 'verb:', 5],
    ['-ch', 3, 'channel', '-channel:', 9],
    ['verb:x ac since:1d', 9, 'actor', 'verb:x actor: since:1d', 13],
    ['ver:post', 2, 'verb', 'verb:post', 5],
    ['verb:po', 7, 'post.updated', 'verb:post.updated ', 18],
    ['verb:po since:1d', 7, 'post.updated', 'verb:post.updated since:1d', 18],
    ['actor:"Ada L', 12, 'Ada Lovelace', 'actor:"Ada Lovelace" ', 21],
  ])('in “%s” at %i takes %s', (line, caret, chosen, expected, caretAfter) => {
    const typing = typingAt(line, caret)
    if (typing === undefined) throw new Error('nothing to complete')
    expect(complete(line, typing, chosen)).toEqual({ line: expected, caret: caretAfter })
  })

  it('knows the field, what of the value is there, and the rest of the line', () => {
    expect(typingAt('verb:x actor:"Ad b" since:1d', 16)).toMatchObject({
      _tag: 'Value',
      begun: 'Ad',
      field: { key: 'actor' },
      others: 'verb:x   since:1d',
    })
    expect(typingAt('colour:re', 9)).toBeUndefined()
  })

  it('leaves out the opposite of a condition that is added', () => {
    const left = withTerm(emptyQuery, { field: 'channel', negated: true, value: 'bulk' })
    expect(printQuery(withTerm(left, { field: 'channel', negated: false, value: 'bulk' }))).toBe('channel:bulk')
  })
})
