import * as E from 'fp-ts/lib/Either.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { describe, expect, it } from 'vitest'
import type { EmbeddedLog } from '../../src/adapters/embedded/embedded-log.js'
import type { LivePorts } from '../../src/application/live/live.js'
import { live } from '../../src/application/live/live.js'
import type { LiveBatch, LiveQuery } from '../../src/application/live/live-stream.js'
import { withLog } from '../support/embedded.js'
import { asAppend, eventBody } from '../support/recorded-events.js'

/** No read models at all: everything comes from the log. */
const noFeed: LivePorts['readModels'] = {
  activity: () => TE.left({ _tag: 'ReadModelUnavailable', reason: 'none' }),
  status: () => [],
}

const append = async (log: EmbeddedLog, from: number, count: number): Promise<void> => {
  const appends = Array.from({ length: count }, (_, n) => asAppend(eventBody(from + n, { tenant: 'acme' })))
  const appended = await log.append(appends)()
  if (E.isLeft(appended)) throw new Error(appended.left._tag)
}

const open = async (ports: LivePorts, after?: number): Promise<AsyncIterator<LiveBatch>> => {
  const query: LiveQuery = { tenant: 'acme', fields: {}, signal: new AbortController().signal }
  const stream = await live(ports)(after === undefined ? query : { ...query, after })()
  if (E.isLeft(stream)) throw new Error(stream.left._tag)
  return stream.right.batches[Symbol.asyncIterator]()
}

const take = async (batches: AsyncIterator<LiveBatch>, count: number): Promise<readonly number[]> => {
  const positions: number[] = []
  while (positions.length < count) {
    const next = (await batches.next()) as IteratorResult<LiveBatch, undefined>
    if (next.value?._tag !== 'Events') throw new Error(`ended: ${JSON.stringify(next.value)}`)
    positions.push(...next.value.events.map(({ position }) => position))
  }
  return positions
}

describe('live', () => {
  it('reads history from the log where the feed does not answer, and goes on with what follows', () =>
    withLog({ thread: 'in-thread' }, async (log) => {
      await append(log, 0, 1_500)
      const batches = await open({ eventLog: log, readModels: noFeed }, -1)
      const taking = take(batches, 1_510)
      await append(log, 1_500, 10)
      expect(await taking).toEqual(Array.from({ length: 1_510 }, (_, n) => n))
    }))

  it('gives nothing up to `after`, also where the log has not got there yet', () =>
    withLog({ thread: 'in-thread' }, async (log) => {
      await append(log, 0, 3)
      const batches = await open({ eventLog: log, readModels: noFeed }, 4)
      const taking = take(batches, 1)
      await append(log, 3, 3)
      expect(await taking).toEqual([5])
    }))

  it('follows the log once for all streams, and not at all when there are none', () =>
    withLog({ thread: 'in-thread' }, async (log) => {
      let following = 0
      let begun = 0
      const counted: LivePorts['eventLog'] = {
        ...log,
        follow: (options) => {
          following++
          begun++
          options.signal.addEventListener('abort', () => following--)
          return log.follow(options)
        },
      }
      const make = live({ eventLog: counted, readModels: noFeed })
      const leave = Array.from({ length: 20 }, () => new AbortController())
      const streams = await Promise.all(leave.map(({ signal }) => make({ tenant: 'acme', fields: {}, signal })()))
      const iterators = streams.map((stream) => {
        if (E.isLeft(stream)) throw new Error(stream.left._tag)
        return stream.right.batches[Symbol.asyncIterator]()
      })
      const taking = Promise.all(iterators.map((batches) => take(batches, 1)))
      await append(log, 0, 1)
      expect(await taking).toEqual(iterators.map(() => [0]))
      expect([following, begun]).toEqual([1, 1])
      for (const each of leave) each.abort()
      expect(await Promise.all(iterators.map((batches) => batches.next()))).toEqual(
        iterators.map(() => ({ done: true, value: undefined })),
      )
      expect([following, begun]).toEqual([0, 1])
    }))

  it('says how the log failed, and ends', () =>
    withLog({ thread: 'in-thread' }, async (log) => {
      const batches = await open({ eventLog: log, readModels: noFeed })
      const next = batches.next()
      await log.close()
      expect(await next).toMatchObject({ value: { _tag: 'Failed', error: { _tag: 'Unavailable' } } })
      expect(await batches.next()).toEqual({ done: true, value: undefined })
    }))
})
