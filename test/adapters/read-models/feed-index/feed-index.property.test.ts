import * as E from 'fp-ts/lib/Either.js'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { compareFeedIndex } from '../../../../src/adapters/read-models/feed-index/compare-index.js'
import { openForReading } from '../../../../src/adapters/read-models/read-model-file.js'
import type { StoredEvent } from '../../../../src/domain/event.js'
import { activityQuery, events, statsQuery } from '../../../contract/feed/feed-arbitraries.js'
import { naivePage, naiveStats } from '../../../contract/feed/naive-feed.js'
import { indexUnderTest } from './index-under-test.js'

/** What may happen to an index; `keep: false` is a writer that dies before the commit. */
type Step =
  | { readonly kind: 'append'; readonly events: number; readonly keep: boolean }
  | { readonly kind: 'remove'; readonly share: number; readonly offset: number; readonly keep: boolean }
  | { readonly kind: 'restart' }
  | { readonly kind: 'reopen' }
  | { readonly kind: 'ask' }

const keep = fc.boolean().chain((sure) => (sure ? fc.constant(true) : fc.boolean()))
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ kind: fc.constant('append' as const), events: fc.integer({ min: 1, max: 12 }), keep }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('remove' as const),
      share: fc.integer({ min: 1, max: 6 }),
      offset: fc.nat({ max: 5 }),
      keep,
    }),
  },
  fc.record({ kind: fc.constant('restart' as const) }),
  fc.record({ kind: fc.constant('reopen' as const) }),
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('ask' as const) }) },
)

const question = fc.tuple(activityQuery, statsQuery)

test('answers what a plain filter does, whatever was appended, sealed, merged, removed, restarted or killed', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(events, { minLength: 1, maxLength: 3 }),
      fc.array(step, { minLength: 5, maxLength: 30 }),
      fc.array(question, { minLength: 4, maxLength: 4 }),
      fc.integer({ min: 1, max: 9 }),
      async (samples, steps, questions, segmentRows) => {
        const index = indexUnderTest(segmentRows)
        try {
          let coming = inOneLog(samples)
          let present: readonly StoredEvent[] = []
          for (const each of [...steps, { kind: 'ask' } as const]) {
            switch (each.kind) {
              case 'append': {
                const batch = coming.slice(0, each.events)
                index.append(batch, each.keep)
                if (!each.keep) break
                present = [...present, ...batch]
                coming = coming.slice(batch.length)
                break
              }
              case 'remove': {
                const gone = present.filter((_, n) => n % each.share === each.offset)
                index.remove(gone, each.keep)
                if (each.keep) present = present.filter((event) => !gone.includes(event))
                break
              }
              case 'restart':
                index.restartWriter()
                break
              case 'reopen':
                index.reopenReader()
                break
              case 'ask':
                await checkAll(index, present, questions)
            }
          }
          await expectSameAsRebuild(index, present, segmentRows)
        } finally {
          index.close()
        }
      },
    ),
    { numRuns: Number(process.env['RUNS'] ?? 30) },
  )
})

test('answers the whole of a question, or says that it costs too much', async () => {
  let given = 0
  await fc.assert(
    fc.asyncProperty(
      events,
      fc.array(question, { minLength: 8, maxLength: 8 }),
      fc.nat({ max: 20_000 }),
      async (stored, questions, maxSteps) => {
        const index = indexUnderTest(4, { maxBytes: 1_000, maxSteps })
        try {
          index.append(stored, true)
          for (const [page, stats] of questions) {
            const found = await index.queries().activity(page)()
            if (E.isRight(found)) expect(found).toStrictEqual(E.right(naivePage(stored, page)))
            else expect(found.left).toMatchObject({ _tag: 'TooExpensive', field: '' })
            const counted = await index.queries().stats(stats)()
            if (E.isLeft(counted)) {
              expect(counted.left._tag).toBe('TooExpensive')
              given++
            } else {
              expect(JSON.parse(withoutNames(counted))).toStrictEqual(
                JSON.parse(withoutNames(E.right(naiveStats(stored, stats)))),
              )
            }
          }
        } finally {
          index.close()
        }
      },
    ),
    { numRuns: Number(process.env['RUNS'] ?? 30) },
  )
  expect(given).toBeGreaterThan(0)
})

/** Positions go on from one list to the next, times go back. */
const inOneLog = (lists: readonly (readonly StoredEvent[])[]): readonly StoredEvent[] => {
  let base = 0
  return lists.flatMap((list) => {
    const moved = list.map((event) => ({ ...event, position: String(base + Number(event.position)) }))
    base = Number(moved.at(-1)?.position ?? base) + 1
    return moved
  })
}

const checkAll = async (
  { queries }: ReturnType<typeof indexUnderTest>,
  present: readonly StoredEvent[],
  questions: readonly (readonly [Parameters<typeof naivePage>[1], Parameters<typeof naiveStats>[1]])[],
): Promise<void> => {
  for (const [page, stats] of questions) {
    expect(await queries().activity(page)(), JSON.stringify(page)).toStrictEqual(E.right(naivePage(present, page)))
    const expected = naiveStats(present, stats)
    const found = await queries().stats(stats)()
    if (expected === 'too expensive') expect(E.isLeft(found) && found.left._tag).toBe('TooExpensive')
    // Names are the business of another projection.
    else expect(JSON.parse(withoutNames(found))).toStrictEqual(JSON.parse(withoutNames(E.right(expected))))
  }
}

const withoutNames = (value: unknown): string =>
  JSON.stringify(value, (key, part: unknown) => (key === 'name' ? undefined : part))

const expectSameAsRebuild = async (
  { path }: ReturnType<typeof indexUnderTest>,
  present: readonly StoredEvent[],
  segmentRows: number,
): Promise<void> => {
  const rebuilt = indexUnderTest(segmentRows + 1)
  const [left, right] = [openForReading(rebuilt.path), openForReading(path)]
  try {
    rebuilt.append(present, true)
    const { signal } = new AbortController()
    expect(await compareFeedIndex(left, right, { signal })).toEqual({ rows: present.length, differences: 0 })
  } finally {
    left.close()
    right.close()
    rebuilt.close()
  }
}
