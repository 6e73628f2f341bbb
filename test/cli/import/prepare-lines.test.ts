import { describe, expect, it } from 'vitest'
import { nodeHash } from '../../../src/adapters/system/node-hash.js'
import { uuidIds } from '../../../src/adapters/system/uuid-ids.js'
import type { LineEvent } from '../../../src/cli/import/import-line.js'
import { occurrences } from '../../../src/cli/import/occurrences.js'
import { prepareLines } from '../../../src/cli/import/prepare-lines.js'
import type { State } from '../../../src/domain/json.js'
import type { SubjectRulesByType } from '../../../src/domain/subject-rules.js'

const line = (
  id: string,
  state: State | null,
  transactionId = 't',
  occurredAt = '2026-01-01T00:00:00.000Z',
): LineEvent => ({
  subject: { type: 'post', id },
  actor: { type: 'user', id: 'u' },
  occurredAt,
  transactionId,
  change: state === null ? { kind: 'delete' } : { kind: 'state', state },
})
const prepareAll = (lines: readonly LineEvent[], rules: SubjectRulesByType = {}): readonly (string | undefined)[] => {
  const prepare = prepareLines({ ids: uuidIds, hash: nodeHash(Buffer.alloc(32)), rules })
  return lines.map((each) => prepare(each)?.id)
}

describe('what a line becomes', () => {
  it('is nothing where it equals its predecessor, in whatever order its keys are', () => {
    const ids = prepareAll([
      line('1', { a: 1, b: 2 }),
      line('2', { a: 1 }),
      line('1', { b: 2, a: 1 }),
      line('1', { a: 2 }),
    ])
    expect(ids.map((id) => id !== undefined)).toEqual([true, true, false, true])
  })

  it('is nothing for a deletion of what is not there', () => {
    const ids = prepareAll([line('1', null), line('1', 1), line('1', null), line('1', null), line('1', 1)])
    expect(ids.map((id) => id !== undefined)).toEqual([false, true, true, false, true])
  })

  it('has the same id in every run, another one for everything that differs', () => {
    const lines = [
      line('1', { a: 1 }),
      line('1', { a: 2 }),
      line('2', { a: 1 }),
      line('1', { a: 1 }, 'u'),
      line('1', { a: 2 }, 'u', '2026-01-02T00:00:00.000Z'),
      line('1', null),
    ]
    const ids = prepareAll(lines)
    expect(prepareAll(lines)).toEqual(ids)
    expect(new Set(ids).size).toBe(lines.length)
    expect(ids[0]).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  })

  it('is told apart by its occurrence where the very same tuple comes again', () => {
    const lines = [line('1', 'a'), line('1', 'b'), line('1', 'a'), line('1', 'b'), line('1', 'a')]
    const ids = prepareAll(lines)
    expect(new Set(ids).size).toBe(5)
    expect(prepareAll(lines.slice(0, 3))).toEqual(ids.slice(0, 3))
  })

  it('leaves out what differs only where the subject type ignores it, without another id for the rest', () => {
    const lines = [line('1', { a: 1, at: 1 }), line('1', { a: 1, at: 2 }), line('1', { a: 2, at: 3 })]
    const plain = prepareAll(lines)
    expect(prepareAll(lines, { post: { ignore: ['/at'] } })).toEqual([plain[0], undefined, plain[2]])
    expect(prepareAll(lines, { '*': { ignore: ['/at'] } })).toEqual([plain[0], undefined, plain[2]])
  })
})

describe('occurrences', () => {
  it('counts a hundred thousand ids exactly, through every growth', () => {
    const ids = Array.from({ length: 100_000 }, (_, index) => uuidIds.derive(String(index)))
    const seen = occurrences(8)
    expect(ids.every((id) => seen.next(id) === 0)).toBe(true)
    expect(ids.every((id) => seen.next(id) === 1)).toBe(true)
    expect(seen.next(ids[5] ?? '')).toBe(2)
  })
})
