import { randomUUID } from 'node:crypto'
import { NO_STREAM, STREAM_EXISTS, jsonEvent } from '@eventstore/db-client'
import type { EventData, ANY } from '@eventstore/db-client'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Delta } from '../../src/domain/delta.js'
import type { State } from '../../src/domain/json.js'
import { activitiesOf, activityEvent, actor, changeEvent, changesOf, openGuarded, post } from '../support/guarded.js'
import type { Guarded } from '../support/guarded.js'

let open: Guarded
beforeAll(async () => {
  open = await openGuarded()
})
afterAll(() => open.close())

const denied = { type: 'access-denied' }
const foreign = (): EventData => jsonEvent({ type: 'thing-happened', data: { n: 1 } })
const append = (stream: string, ...events: readonly EventData[]) => open.client.appendToStream(stream, [...events])
/** Without the batch call, of whose errors the client drops the reason. */
const reasonOf = (stream: string, ...events: readonly EventData[]): Promise<string> =>
  open.client
    .appendToStream(stream, [...events], { credentials: { username: 'u', password: 'p' } })
    .then(() => 'stored', String)
const state = (value: State) => ({ kind: 'state', state: value }) as const
const patch = (delta: Delta) => ({ kind: 'patch', delta }) as const

describe('events in Annals’ form', () => {
  it('make a subject, which emitters then go on with', async () => {
    const subject = post('new')
    await expect(append(changesOf(subject), changeEvent(subject, state({ title: 'Old' })))).resolves.toMatchObject({
      nextExpectedRevision: 0n,
    })
    await expect(open.state(subject)).resolves.toEqual({ version: 0, state: { title: 'Old' } })
    await expect(open.record(subject, { title: 'New' })).resolves.toMatchObject({ version: 1 })
    await append(changesOf(subject), changeEvent(subject, patch({ title: ['New', 'Newer'] })))
    await expect(open.state(subject)).resolves.toEqual({ version: 2, state: { title: 'Newer' } })
    await expect(open.record(subject, { title: 'Newer' })).resolves.toMatchObject({ changed: false, version: 2 })
    await expect(open.breaches(changesOf(subject))).resolves.toEqual([])
  })

  it('may come several at once, each on what the one before leaves', async () => {
    const subject = post('several')
    await append(
      changesOf(subject),
      changeEvent(subject, state({ n: 1 })),
      changeEvent(subject, patch({ n: [1, 2] })),
      changeEvent(subject, { kind: 'delete' }),
      changeEvent(subject, state({ n: 3 })),
    )
    await expect(open.state(subject)).resolves.toEqual({ version: 3, state: { n: 3 } })
    const last = [changeEvent(subject, patch({ n: [3, 4] })), changeEvent(subject, patch({ n: [3, 5] }))]
    await expect(append(changesOf(subject), ...last)).rejects.toMatchObject(denied)
    await expect(open.lastRevision(changesOf(subject))).resolves.toBe(3n)
  })

  it('cannot be rules for capture, nor can anything stand in their place', async () => {
    const subject = { type: 'annals.capture', id: 'rules' }
    const rules = changeEvent(subject, state({ verbs: { include: [] } }))
    await expect(append(changesOf(subject), rules)).rejects.toMatchObject(denied)
    await expect(append(changesOf(subject), foreign())).rejects.toMatchObject(denied)
    expect(await reasonOf(changesOf(subject), foreign())).toContain('what Annals says of itself')
  })

  it('make snapshots as emitters’ changes do', async () => {
    const subject = post('many')
    await append(changesOf(subject), changeEvent(subject, state({ n: 0 })))
    for (let n = 0; n < 70; n += 1) await append(changesOf(subject), changeEvent(subject, patch({ n: [n, n + 1] })))
    await expect(open.state(subject)).resolves.toEqual({ version: 70, state: { n: 70 } })
    await expect(open.record(subject, { n: 'done' })).resolves.toMatchObject({ version: 71 })
  })

  it('are decided on what emitters have under way, and emitters on them', async () => {
    const subject = post('race')
    await open.record(subject, { n: 0 })
    const outcomes = await Promise.allSettled(
      Array.from({ length: 40 }, (_, n) =>
        n % 2 === 0
          ? open.record(subject, { n: `http ${n}` })
          : append(changesOf(subject), changeEvent(subject, state({ n: `grpc ${n}` }))),
      ),
    )
    const stored = outcomes.filter(({ status }) => status === 'fulfilled').length
    // A recordedAt that an emitter was quicker than is refused; nobody else is.
    expect(outcomes.filter((each, n) => n % 2 === 0 && each.status === 'rejected')).toEqual([])
    await expect(open.lastRevision(changesOf(subject))).resolves.toBe(BigInt(stored))
    await expect(open.breaches(changesOf(subject))).resolves.toEqual([])
    await expect(open.state(subject)).resolves.toMatchObject({ version: stored })
  })

  it('keep to the revision that their client names', async () => {
    const subject = post('expected')
    const stream = changesOf(subject)
    const made = changeEvent(subject, state({ n: 1 }))
    const wrong = { type: 'wrong-expected-version' }
    const at = (expectedRevision: bigint | typeof ANY | typeof NO_STREAM | typeof STREAM_EXISTS, event: EventData) =>
      open.client.appendToStream(stream, [event], { expectedRevision })
    await expect(at(STREAM_EXISTS, made)).rejects.toMatchObject({ ...wrong, actualVersion: 'no_stream' })
    await at(NO_STREAM, made)
    const next = changeEvent(subject, patch({ n: [1, 2] }))
    await expect(at(NO_STREAM, next)).rejects.toMatchObject({ ...wrong, actualVersion: 0n })
    await expect(at(5n, next)).rejects.toMatchObject({ ...wrong, actualVersion: 0n })
    await expect(at(0n, next)).resolves.toMatchObject({ nextExpectedRevision: 1n })
    await expect(at(STREAM_EXISTS, changeEvent(subject, patch({ n: [2, 3] })))).resolves.toMatchObject({
      success: true,
    })
  })

  it('are stored as they came, byte by byte', async () => {
    const subject = post('bytes')
    const event = changeEvent(subject, state({ n: 1.0, list: [1, [2]] }), {}, { myOwn: 'metadata' })
    await append(changesOf(subject), event)
    for await (const { event: read } of open.client.readStream(changesOf(subject)))
      expect({ data: read?.data, metadata: read?.metadata }).toEqual({ data: event.data, metadata: event.metadata })
  })

  it('may be activities', async () => {
    const subject = post('seen')
    await append(activitiesOf(subject), activityEvent(subject), activityEvent(subject))
    await open.emit({ subject, verb: 'post.read', actor })
    await append(
      activitiesOf(subject),
      activityEvent(subject, { call: { direction: 'in', service: 's', operation: 'o' } }),
    )
    await expect(open.types(activitiesOf(subject))).resolves.toEqual([
      'post.seen',
      'post.seen',
      'post.read',
      'post.seen',
    ])
    await expect(open.breaches(activitiesOf(subject))).resolves.toEqual([])
  })

  const subject = post('refused')
  const later = (ms: number): string => new Date(Date.now() + ms).toISOString()
  it.each<[string, string, EventData, string]>([
    ['another subject’s stream', changesOf(post('other')), changeEvent(subject, state({})), 'its stream is not that'],
    ['a stream that is nobody’s', 'refused', changeEvent(subject, state({})), 'its stream is not that'],
    ['a change among activities', activitiesOf(subject), changeEvent(subject, state({})), 'its stream is not that'],
    ['no change', changesOf(subject), changeEvent(subject, undefined as never), 'it is no change'],
    [
      'a patch of nothing',
      changesOf(subject),
      changeEvent(subject, patch({ n: [1, 2] })),
      'does not apply to version -1',
    ],
    ['another id in its data', changesOf(subject), { ...changeEvent(subject, state({})), id: randomUUID() }, 'its id'],
    ['another verb', changesOf(subject), { ...changeEvent(subject, state({})), type: 'x' }, 'its type is not its verb'],
    ['no digest', changesOf(subject), changeEvent(subject, state({}), { digest: undefined }), '/digest'],
    ['an unknown key', changesOf(subject), changeEvent(subject, state({}), { more: 1 }), '/more'],
    ['another format', changesOf(subject), changeEvent(subject, state({}), {}, { annals: 2 }), 'version of the format'],
    [
      'a time to come',
      changesOf(subject),
      changeEvent(subject, state({}), {}, { recordedAt: later(60_000) }),
      'ahead of',
    ],
    [
      'a far occurredAt',
      changesOf(subject),
      changeEvent(subject, state({}), { occurredAt: later(900_000) }),
      'occurredAt',
    ],
    [
      'local time',
      changesOf(subject),
      changeEvent(subject, state({}), { occurredAt: '2026-01-01T00:00:00+01:00' }),
      'UTC',
    ],
    ['a wrong type', changesOf(subject), changeEvent({ type: 'no-type', id: '1' }, state({})), '/subject/type'],
    [
      'a deep state',
      changesOf(subject),
      changeEvent(subject, state(JSON.parse('['.repeat(90) + ']'.repeat(90)) as State)),
      '64 deep',
    ],
    ['a large state', changesOf(subject), changeEvent(subject, state({ a: 'x'.repeat(270_000) })), '262144 bytes'],
    [
      'a failed change',
      changesOf(subject),
      changeEvent(subject, state({}), { outcome: { status: 'failure' } }),
      '/change',
    ],
    [
      'data that is no JSON',
      changesOf(subject),
      { ...changeEvent(subject, state({})), data: 'text' as never },
      'its data',
    ],
  ])('are refused with %s', async (_what, stream, event, reason) => {
    await expect(append(stream, event)).rejects.toMatchObject(denied)
    const told = await reasonOf(stream, event)
    expect(told).toContain('PERMISSION_DENIED')
    expect(told).toContain(reason)
    await expect(open.types(stream)).rejects.toMatchObject({ type: 'stream-not-found' })
  })

  it('are refused where they turn time back', async () => {
    const at = post('times')
    await open.record(at, { n: 1 })
    const event = changeEvent(at, patch({ n: [1, 2] }), {}, { recordedAt: '2020-01-01T00:00:00.000Z' })
    await expect(reasonOf(changesOf(at), event)).resolves.toContain(
      'has a recordedAt before that of the event it follows',
    )
  })

  it('do not get deeper than the stack', async () => {
    const deep = 40_000
    const event = changeEvent(subject, state({}))
    const data = JSON.stringify(event.data).replace(
      '"state":{}',
      `"delta":${'{"a":'.repeat(deep)}[1]${'}'.repeat(deep)}`,
    )
    await expect(
      open.client.appendToStream(changesOf(subject), [
        {
          ...event,
          contentType: 'application/octet-stream',
          data: Buffer.from(data.replace('"kind":"state"', '"kind":"patch"')),
        },
      ]),
    ).rejects.toMatchObject(denied)
  })
})

describe('the id of an event', () => {
  it('is one id, whichever door it comes through', async () => {
    const subject = post('doors')
    const id = randomUUID()
    const input = { id, subject, change: state({ n: 1 }), actor, verb: 'post.updated' }
    await append(changesOf(subject), changeEvent(subject, state({ n: 1 }), { id, digest: open.digest(input) }))
    await expect(open.emit(input)).resolves.toMatchObject({ id, version: 0, duplicate: true })
    await expect(open.emit({ ...input, reason: 'another request' })).rejects.toThrow('IdConflict')
  })

  it('is refused where an emitter has stored it elsewhere, and answered where it stored it there', async () => {
    const subject = post('ids')
    const id = randomUUID()
    await open.emit({ id, subject, change: state({ n: 1 }), actor })
    const again = changeEvent(subject, state({ n: 1 }), { id })
    await expect(open.client.appendToStream(changesOf(subject), [again])).resolves.toMatchObject({
      nextExpectedRevision: 0n,
    })
    await expect(
      open.client.appendToStream(changesOf(subject), [again], { expectedRevision: NO_STREAM }),
    ).resolves.toMatchObject({ nextExpectedRevision: 0n })
    await expect(reasonOf(activitiesOf(subject), activityEvent(subject, { id }))).resolves.toContain(
      `the id ${id} is that`,
    )
    await expect(reasonOf(changesOf(subject), again, changeEvent(subject, state({ n: 2 })))).resolves.not.toBe('stored')
    const twin = changeEvent(subject, patch({ n: [1, 1] }))
    await expect(reasonOf(changesOf(subject), twin, twin)).resolves.toContain('the same id')
    await expect(open.lastRevision(changesOf(subject))).resolves.toBe(0n)
  })

  it('is stored once when both doors get it at the same time', async () => {
    const subject = post('both')
    const id = randomUUID()
    await Promise.allSettled([
      open.emit({ id, subject, change: state({ n: 1 }), actor }),
      append(changesOf(subject), changeEvent(subject, state({ n: 1 }), { id })),
      open.emit({ id, subject, change: state({ n: 1 }), actor }),
      append(changesOf(subject), changeEvent(subject, state({ n: 1 }), { id })),
    ])
    await expect(open.lastRevision(changesOf(subject))).resolves.toBe(0n)
  })
})

describe('a stream that holds events of Annals', () => {
  const subject = post('kept')
  const stream = changesOf(subject)
  beforeAll(async () => {
    await open.record(subject, { n: 1 })
    await open.emit({ subject, verb: 'post.read', actor })
  })

  it.each([stream, activitiesOf(subject)])('%s is neither deleted nor ended nor described', async (kept) => {
    await expect(open.client.deleteStream(kept)).rejects.toMatchObject(denied)
    await expect(open.client.tombstoneStream(kept)).rejects.toMatchObject(denied)
    await expect(open.client.setStreamMetadata(kept, { maxCount: 1 })).rejects.toMatchObject(denied)
    const metadata = jsonEvent({ type: '$metadata', data: { $tb: 5 } })
    await expect(append(`$$${kept}`, metadata)).rejects.toMatchObject(denied)
    await expect(open.client.tombstoneStream(`$$${kept}`)).rejects.toMatchObject(denied)
    await expect(open.types(kept)).resolves.toHaveLength(1)
  })

  it.each([stream, activitiesOf(subject)])('%s takes no foreign event', async (kept) => {
    await expect(append(kept, foreign())).rejects.toMatchObject(denied)
    await expect(append(kept, jsonEvent({ type: '$>', data: '0@elsewhere' }))).rejects.toMatchObject(denied)
    await expect(append(kept, { ...foreign(), metadata: { annals: 1 } })).rejects.toMatchObject(denied)
    await expect(reasonOf(stream, changeEvent(subject, patch({ n: [1, 2] })), foreign())).resolves.toContain('or none')
    await expect(open.types(kept)).resolves.toHaveLength(1)
  })
})

describe('foreign streams', () => {
  it('are stored, read, described, deleted and ended', async () => {
    for (const stream of ['thing-1', 'no dash: and a colon', '$mine', 'activity:nothing']) {
      await append(stream, foreign(), foreign())
      await open.client.setStreamMetadata(stream, { maxCount: 1 })
      await expect(open.types(stream)).resolves.toHaveLength(1)
      await open.client.deleteStream(stream)
      await append(stream, foreign())
      await open.client.tombstoneStream(stream)
      await expect(append(stream, foreign())).rejects.toMatchObject({ type: 'stream-deleted' })
    }
  })

  it('may look like those of a subject, whose changes they then do not take', async () => {
    const subject = post('lookalike')
    const stream = changesOf(subject)
    await append(stream, foreign())
    await append(stream, foreign())
    await expect(reasonOf(stream, changeEvent(subject, state({ n: 1 })))).resolves.toContain('is not known')
    await expect(open.recorded(subject, { n: 1 })).resolves.toMatchObject({ left: { _tag: 'Corrupt' } })
    await open.client.setStreamMetadata(stream, { maxCount: 1 })
    await expect(open.types(stream)).resolves.toHaveLength(1)
    await open.client.deleteStream(stream)
    await expect(reasonOf(stream, changeEvent(subject, state({ n: 1 })))).resolves.not.toBe('stored')
    await append(stream, foreign())
    await open.client.tombstoneStream(stream)
  })

  it('cannot wait under a subject’s name with what would cut off its history', async () => {
    const subject = post('empty')
    await expect(open.client.setStreamMetadata(changesOf(subject), { maxCount: 1 })).rejects.toMatchObject(denied)
    await expect(open.client.tombstoneStream(changesOf(subject))).rejects.toMatchObject(denied)
    await expect(append(activitiesOf(subject), foreign())).rejects.toMatchObject(denied)
    await expect(open.client.setStreamMetadata(activitiesOf(subject), { maxAge: 1 })).rejects.toMatchObject(denied)
  })

  it('race with a subject’s first change: one of the two has the stream', async () => {
    for (let n = 0; n < 10; n += 1) {
      const subject = post(`first-${n}`)
      const [change] = await Promise.allSettled([open.record(subject, { n }), append(changesOf(subject), foreign())])
      await expect(open.types(changesOf(subject))).resolves.toEqual([
        change.status === 'fulfilled' ? 'post.created' : 'thing-happened',
      ])
    }
  })
})
