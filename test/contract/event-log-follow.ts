import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { EventLog, FollowBatch } from '../../src/ports/event-log.js'
import { freshStream, newEvents, positionsOf, readBehind, right } from '../support/event-log-fixtures.js'

export const followContract = (log: () => EventLog): void => {
  const appendTo = (stream: string, count: number) =>
    right(log().append([{ stream, expected: 'any', events: newEvents(count) }]))

  /** Follows until a batch meets the condition; all batches. */
  const followUntil = async (
    options: { readonly after: number; readonly maxBatchEvents: number },
    done: (batch: FollowBatch) => boolean,
  ): Promise<readonly FollowBatch[]> => {
    const ending = new AbortController()
    const batches: FollowBatch[] = []
    for await (const batch of log().follow({ ...options, signal: ending.signal })) {
      batches.push(batch)
      if (done(batch)) ending.abort()
    }
    return batches
  }
  const positionsIn = (batches: readonly FollowBatch[]) => batches.flatMap(({ events }) => positionsOf(events))

  describe('follow', () => {
    test('gives history in batches, says when there is no more, and then what comes', async () => {
      const stream = freshStream()
      const before = await right(log().head())
      await appendTo(stream, 10)
      let live: Promise<unknown> | undefined
      const batches = await followUntil({ after: before, maxBatchEvents: 4 }, (batch) => {
        if (batch.caughtUp && live === undefined) live = appendTo(stream, 2)
        return batch.caughtUp && batch.events.length > 0 && batch.events.at(-1)?.revision === 11
      })
      await live
      expect(positionsIn(batches)).toEqual(positionsOf(await readBehind(log(), before)))
      for (const { events, position } of batches) {
        expect(events.length).toBeLessThanOrEqual(4)
        if (events.length > 0) expect(position).toBe(events.at(-1)?.position)
      }
    })

    test('says that it has caught up when there is nothing at all', async () => {
      const head = await right(log().head())
      const batches = await followUntil({ after: head, maxBatchEvents: 10 }, () => true)
      expect(batches).toEqual([{ events: [], position: head, caughtUp: true }])
    })

    test('ends when its signal is aborted while it waits, and when it is aborted already', async () => {
      const head = await right(log().head())
      const ending = new AbortController()
      let batches = 0
      for await (const _ of log().follow({ after: head, maxBatchEvents: 10, signal: ending.signal })) {
        batches += 1
        setImmediate(() => {
          ending.abort()
        })
      }
      expect(batches).toBe(1)
      for await (const _ of log().follow({ after: -1, maxBatchEvents: 10, signal: AbortSignal.abort() })) batches += 1
      expect(batches).toBe(1)
    })

    test('waits for a slow consumer and loses nothing meanwhile', async () => {
      const stream = freshStream()
      const before = await right(log().head())
      await appendTo(stream, 1)
      const ending = new AbortController()
      const seen: number[] = []
      for await (const batch of log().follow({ after: before, maxBatchEvents: 5, signal: ending.signal })) {
        seen.push(...positionsOf(batch.events))
        if (seen.length < 30) await appendTo(stream, 3)
        else ending.abort()
      }
      expect(seen).toEqual(positionsOf(await readBehind(log(), before)).slice(0, seen.length))
    })

    test('two followers see the same', async () => {
      const stream = freshStream()
      const before = await right(log().head())
      const options = { after: before, maxBatchEvents: 3 }
      const last = (batch: FollowBatch) => batch.events.at(-1)?.revision === 19
      const both = Promise.all([followUntil(options, last), followUntil(options, last)])
      await Promise.all(Array.from({ length: 20 }, () => appendTo(stream, 1)))
      const [one, other] = await both
      expect(positionsIn(one)).toEqual(positionsIn(other))
      expect(positionsIn(one)).toHaveLength(20)
    })

    test('has neither gap nor repetition, whatever is appended at the same time', async () => {
      const plan = fc.record({
        history: fc.integer({ min: 0, max: 20 }),
        live: fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 12 }),
        maxBatchEvents: fc.integer({ min: 1, max: 12 }),
        skip: fc.nat({ max: 10 }),
      })
      await fc.assert(
        fc.asyncProperty(plan, async ({ history, live, maxBatchEvents, skip }) => {
          const before = await right(log().head())
          for (let n = 0; n < history; n += 1) await appendTo(freshStream(), 1)
          const after = (await readBehind(log(), before))[skip]?.position ?? before
          const last = freshStream('last')
          const following = followUntil({ after, maxBatchEvents }, (batch) => batch.events.at(-1)?.stream === last)
          await Promise.all(live.map((count) => appendTo(freshStream(), count)))
          await appendTo(last, 1)
          expect(positionsIn(await following)).toEqual(positionsOf(await readBehind(log(), after)))
        }),
        { numRuns: 25 },
      )
    })
  })
}
