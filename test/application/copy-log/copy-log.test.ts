import { Buffer } from 'node:buffer'
import * as E from 'fp-ts/lib/Either.js'
import { afterEach, describe, expect, test } from 'vitest'
import { isWhole } from '../../../src/application/copy-log/copy-report.js'
import type { EventLog, EventLogReader, NewEvent } from '../../../src/ports/event-log.js'
import type { OwnedLog } from '../../../src/ports/owned-log.js'
import { keptOf, openPlaces, runCopy, runVerify } from '../../support/copying.js'
import type { Ran } from '../../support/copying.js'
import { newEvent, newEvents, readForwards, revisionsOf, right } from '../../support/event-log-fixtures.js'

const places = openPlaces()
afterEach(places.closeAll)

const whole = ({ result }: Ran) => {
  if (E.isLeft(result)) throw new Error(JSON.stringify(result.left))
  expect(result.right.differences).toEqual([])
  expect(isWhole(result.right)).toBe(true)
  return result.right
}

const append = (log: EventLog, stream: string, events: readonly NewEvent[]) =>
  right(log.append([{ stream, expected: 'any', events }]))

/** Streams that are interleaved, bytes that are no JSON, metadata, a soft delete, one that came back, and tombstones. */
const filled = async (log: EventLog): Promise<void> => {
  for (let round = 0; round < 30; round += 1)
    for (const name of ['one', 'two', 'three']) await append(log, `thing-default:${name}`, newEvents(1 + (round % 3)))
  await append(log, 'foreign', [
    newEvent({}, { isJson: false, data: Buffer.from([0, 255, 10, 13]), metadata: Buffer.from([1]) }),
    newEvent({}, { data: Buffer.from('{"b":1, "a":1e2}'), metadata: Buffer.alloc(0) }),
  ])
  await right(log.setStreamMetadata('thing-default:one', 'none', { $tb: 3, own: { a: [1] } }))
  await right(log.setStreamMetadata('thing-default:one', 0, { $maxCount: 9, own: 'ž' }))
  for (const name of ['gone', 'back']) {
    await append(log, name, newEvents(2))
    const data = Buffer.from('{"$tb":9223372036854775807}')
    await append(log, `$$${name}`, [newEvent({}, { type: '$metadata', data, metadata: Buffer.alloc(0) })])
  }
  await append(log, 'back', newEvents(2))
  await append(log, 'ended', newEvents(3))
  await right(log.setStreamMetadata('ended', 'none', { own: 1 }))
  await right(log.tombstone('ended', 2))
  await right(log.tombstone('never', 'none'))
}

const withoutMetadata = async (log: EventLogReader): Promise<readonly unknown[]> =>
  (await keptOf(log)).filter((event) => !isLate(event as { stream: string; type: string }))
const streamIn = (event: unknown): string => (event as { readonly stream: string }).stream
const isLate = ({ stream, type }: { stream: string; type: string }) =>
  stream.startsWith('$$') || type === '$streamDeleted'
const lateOf = async (log: EventLogReader): Promise<readonly unknown[]> =>
  (await keptOf(log)).filter((event) => isLate(event as { stream: string; type: string }))

describe('a log is copied', () => {
  test('from a folder to a server and back, with every id, revision, type and byte, and the order of the whole log', async () => {
    const [source, back, server] = [await places.embedded(), await places.embedded(), await places.server()]
    await filled(source)
    const there = await runCopy(source, server.log)
    expect(whole(there)).toMatchObject({
      from: source.logId,
      to: server.log.logId,
      tombstoned: 2,
      softlyDeleted: 1,
      filled: 0,
    })
    expect(there.notices).toEqual(
      expect.arrayContaining([
        { _tag: 'Tombstoned', stream: 'ended' },
        { _tag: 'Tombstoned', stream: 'never' },
        { _tag: 'SoftlyDeleted', stream: 'gone' },
      ]),
    )
    expect(await withoutMetadata(server.behind)).toEqual(await withoutMetadata(source))
    expect(await lateOf(server.behind)).toEqual(await lateOf(source))

    whole(await runCopy(await server.source(), back))
    expect(await withoutMetadata(back)).toEqual(await withoutMetadata(source))
    expect(await lateOf(back)).toEqual(await lateOf(source))
    for (const stream of ['thing-default:one', 'gone', 'back'])
      expect([await right(back.streamMetadata(stream)), revisionsOf(await readForwards(back, stream))]).toEqual([
        await right(source.streamMetadata(stream)),
        revisionsOf(await readForwards(source, stream)),
      ])
  })

  test('with several appends under way each stream keeps its order', async () => {
    const [source, server] = [await places.embedded(), await places.server()]
    await filled(source)
    whole(await runCopy(source, server.log, { parallel: 16 }))
    const byStream = async (log: EventLogReader) =>
      (await keptOf(log)).toSorted((a, b) => streamIn(a).localeCompare(streamIn(b)))
    expect(await byStream(server.behind)).toEqual(await byStream(source))
  })

  test('a further run takes what came since, and one with nothing to do writes nothing', async () => {
    const [source, server] = [await places.embedded(), await places.server()]
    await filled(source)
    whole(await runCopy(source, server.log))
    await append(source, 'thing-default:two', newEvents(3))
    await right(source.setStreamMetadata('thing-default:one', 1, { $maxCount: 4 }))
    await right(source.tombstone('foreign', 'any'))
    expect(whole(await runCopy(source, server.log)).copied).toBe(4)
    const head = await right(server.behind.head())
    expect(whole(await runCopy(source, server.log)).copied).toBe(0)
    expect(await right(server.behind.head())).toBe(head)
  })

  test('an empty one too', async () => {
    const [source, target] = [await places.embedded(), await places.embedded()]
    expect(whole(await runCopy(source, target))).toMatchObject({ copied: 0, streams: 0 })
  })
})

describe('a copy that broke off goes on', () => {
  /** Answers every third append with a failure, half of them after it was stored. */
  const failing = (log: OwnedLog): OwnedLog => {
    let count = 0
    return {
      ...log,
      append: (appends) => async () => {
        count += 1
        if (count % 3 !== 0) return log.append(appends)()
        if (count % 2 === 0) await log.append(appends)()
        return E.left({ _tag: 'LogUnavailable', reason: 'a test' })
      },
    }
  }

  test.each([1, 8])('and repeats appends without an answer (%i at a time)', async (parallel) => {
    const [source, embedded, server] = [await places.embedded(), await places.embedded(), await places.server()]
    await filled(source)
    for (const target of [embedded, server.log]) whole(await runCopy(source, failing(target), { parallel }))
    expect((await keptOf(embedded)).length).toBe((await keptOf(source)).length)
    expect((await keptOf(server.behind)).length).toBe((await keptOf(source)).length)
  })

  test('interrupted after each step, whatever was written', async () => {
    const [source, server] = [await places.embedded(), await places.server()]
    await filled(source)
    const steps: string[] = []
    for (;;) {
      const controller = new AbortController()
      const { result } = await runCopy(source, server.log, {
        signal: controller.signal,
        onProgress: ({ step }) => {
          if (steps.includes(step)) return
          steps.push(step)
          controller.abort()
        },
      })
      if (E.isRight(result)) break
      expect(result.left).toEqual({ _tag: 'Interrupted' })
    }
    expect(steps).toEqual(['copying', 'metadata', 'reading the source', 'reading the target'])
    expect(await lateOf(server.behind)).toEqual(await lateOf(source))
    expect(await withoutMetadata(server.behind)).toEqual(await withoutMetadata(source))
  })
})

describe('revisions that the source has lost', () => {
  /** The source as a scavenge leaves it: events below a revision are gone from reads of everything. */
  const scavenged = (log: EventLogReader, gone: Readonly<Record<string, readonly number[]>>): EventLogReader => ({
    ...log,
    readAll: (options) => async () => {
      const page = await log.readAll(options)()
      if (E.isLeft(page)) return page
      const kept = page.right.filter(({ stream, revision }) => gone[stream]?.includes(revision) !== true)
      const next = page.right.at(-1)
      if (kept.length > 0 || next === undefined || options.direction === 'backwards') return E.right(kept)
      return scavenged(log, gone).readAll({ ...options, fromPosition: next.position + 1 })()
    },
  })
  const range = (from: number, to: number) => Array.from({ length: to - from }, (_, at) => from + at)

  test.each(['embedded', 'server'] as const)('are filled and cut off (%s)', async (kind) => {
    const [log, server] = [await places.embedded(), await places.server()]
    const target = kind === 'embedded' ? await places.embedded() : server.log
    await append(log, 'long', newEvents(1_500))
    await append(log, 'long', newEvents(1_000))
    await right(log.setStreamMetadata('long', 'none', { $maxCount: 5, own: 1 }))
    await append(log, 'cut', newEvents(6))
    await right(log.setStreamMetadata('cut', 'none', { $tb: 1 }))
    await right(log.setStreamMetadata('cut', 0, { $tb: 4 }))
    await append(log, 'holes', newEvents(9))
    await right(log.setStreamMetadata('holes', 'none', { $tb: 7 }))
    const source = scavenged(log, { long: range(0, 2_495), cut: [0, 1, 2, 3], $$cut: [0], holes: [0, 1, 4, 5] })
    const ran = await runCopy(source, target)
    expect(whole(ran)).toMatchObject({ filled: 3, uncovered: 0 })
    expect(whole(ran).target.placeholders).toBe(2_495 + 4 + 1 + 4)
    expect(ran.notices).toContainEqual({ _tag: 'Filled', stream: 'long', last: 2_494 })
    // The source's own `$tb` is enough for one of them: only the other got one more.
    expect(await right(target.streamMetadata('cut'))).toMatchObject({ revision: 1, metadata: { $tb: 4 } })
    expect(await right(target.streamMetadata('long'))).toMatchObject({
      revision: 1,
      metadata: { $maxCount: 5, own: 1, $tb: 2_495 },
    })
    for (const stream of ['long', 'cut', 'holes'])
      expect(await readForwards(target, stream).then(revisionsOf)).toEqual(revisionsOf(await readForwards(log, stream)))
    const placeholder = (await right(target.readAll({ direction: 'forwards', limit: 10 }))).find(
      ({ stream }) => stream === 'long',
    )
    expect(placeholder).toMatchObject({ type: 'annals.copy.placeholder' })
    expect(placeholder?.metadata.byteLength).toBe(0)
    // Once more, and a copy of the copy.
    expect(whole(await runCopy(source, target)).copied).toBe(0)
    whole(await runCopy(target, await places.embedded()))
  })
})

describe('a target is refused', () => {
  test.each(['embedded', 'server'] as const)('that holds something else (%s)', async (kind) => {
    const source = await places.embedded()
    await filled(source)
    const target = kind === 'embedded' ? await places.embedded() : (await places.server()).log
    await append(target, 'mine', newEvents(1))
    const { result } = await runCopy(source, target)
    expect(result).toMatchObject({ left: { _tag: 'AnotherTarget' } })
  })

  test('that is a copy of another log, has been used since, or is the source', async () => {
    const [source, other, target] = [await places.embedded(), await places.embedded(), await places.embedded()]
    await filled(source)
    whole(await runCopy(source, target))
    expect((await runCopy(other, target)).result).toMatchObject({ left: { _tag: 'AnotherTarget' } })
    await append(target, 'thing-default:one', newEvents(1))
    expect((await runCopy(source, target)).result).toMatchObject({ left: { _tag: 'AnotherTarget' } })
    expect((await runCopy(source, source)).result).toEqual(E.left({ _tag: 'SameLog' }))
  })

  test('where somebody else writes into it meanwhile', async () => {
    const [source, target] = [await places.embedded(), await places.embedded()]
    await append(source, 'thing', newEvents(1_500))
    await append(source, 'other', newEvents(1_500))
    let meddled: Promise<unknown> | undefined
    const { result } = await runCopy(source, target, {
      onProgress: () => {
        meddled ??= append(target, 'other', newEvents(1))
      },
    })
    await meddled
    expect(result).toMatchObject({ left: { _tag: 'Diverged', stream: 'other', revision: 0 } })
  })
})

describe('an event that does not fit', () => {
  test('ends the copy with its name; what is before it is there', async () => {
    const [source, server] = [await places.embedded(), await places.server(100_000)]
    await append(source, 'thing', newEvents(3))
    const { position } = await append(source, 'thing', [newEvent('x'.repeat(150_000))])
    const { result } = await runCopy(source, server.log)
    expect(result).toMatchObject({ left: { _tag: 'Unfit', stream: 'thing', revision: 3, position } })
    expect(revisionsOf(await readForwards(server.behind, 'thing'))).toEqual([0, 1, 2])
  })

  test('appends are made as small as the server wants them', async () => {
    const [source, server] = [await places.embedded(), await places.server(100_000)]
    for (let round = 0; round < 5; round += 1)
      await append(
        source,
        'thing',
        Array.from({ length: 20 }, () => newEvent('x'.repeat(30_000))),
      )
    whole(await runCopy(source, server.log))
  })
})

describe('verification finds', () => {
  const changed = (log: EventLogReader, change: () => Uint8Array | undefined): EventLogReader => ({
    ...log,
    readAll: (options) => async () => {
      const page = await log.readAll(options)()
      if (E.isLeft(page)) return page
      return E.right(
        page.right.flatMap((event) => {
          if (event.stream !== 'thing' || event.revision !== 700) return [event]
          const data = change()
          return data === undefined ? [] : [{ ...event, data }]
        }),
      )
    },
  })

  test.each([
    ['a changed byte', (): Uint8Array => Buffer.from('{"n":-1}'), 'not the same'],
    ['a missing event', (): undefined => undefined, 'missing in the target'],
  ] as const)('%s', async (_, change, what) => {
    const [source, target] = [await places.embedded(), await places.embedded()]
    await append(source, 'thing', newEvents(1_200))
    whole(await runCopy(source, target))
    const { result } = await runVerify(source, changed(target, change))
    expect(result).toMatchObject({ right: { differences: [{ stream: 'thing', revision: 700, what }] } })
    expect(E.isRight(result) && isWhole(result.right)).toBe(false)
  })

  test('events and tombstones that are in one only', async () => {
    const [source, target] = [await places.embedded(), await places.embedded()]
    await append(source, 'thing', newEvents(2))
    whole(await runCopy(source, target))
    await append(target, 'mine', newEvents(1))
    await right(source.tombstone('thing', 'any'))
    const { result } = await runVerify(source, target)
    expect(E.isRight(result) && result.right.differences.toSorted((a, b) => a.revision - b.revision)).toEqual([
      { stream: 'mine', revision: 0, what: 'not in the source' },
      { stream: 'thing', revision: Number.MAX_SAFE_INTEGER, what: 'missing in the target' },
    ])
  })

  test('nothing where all is the same, also through a server without an index of ids', async () => {
    const [source, server] = [await places.embedded(), await places.server()]
    await filled(source)
    whole(await runCopy(source, server.log))
    whole(await runVerify(source, await server.source()))
  })
})
