import * as TE from 'fp-ts/lib/TaskEither.js'
import { describe, expect, test } from 'vitest'
import type { Operations, Restored, SubjectState } from '../../src/application/operations.js'
import { receipt } from './support/fake-operations.js'
import { bodyOf, serveRouter } from './support/running-server.js'

const actor = { type: 'user', id: 'u-7' }
const present: SubjectState = {
  subject: { type: 'post', id: '42' },
  version: 7,
  state: { title: 'New' },
  deleted: false,
  occurredAt: '2026-04-01T00:00:00.000Z',
  recordedAt: '2026-04-01T00:00:00.000Z',
}

/** Answers reads of a subject and keeps what was asked. */
const reading = () => {
  const asked: unknown[] = []
  const stateAt: Operations['stateAt'] = (tenant, subject, when) => {
    asked.push({ tenant, subject, when })
    return TE.right(present)
  }
  return { asked, stateAt }
}

/** Answers writes to a subject and keeps what was asked. */
const writing = () => {
  const asked: unknown[] = []
  const recordState: Operations['recordState'] = (tenant, subject, input, match) => {
    asked.push({ tenant, subject, input, match })
    return TE.right(receipt('a'))
  }
  return { asked, recordState }
}

describe('the id of a subject in a path', () => {
  test.each([
    ['/v1/subjects/post/42', '42'],
    ['/v1/subjects/post/a%2Fb%3Ac', 'a/b:c'],
    ['/v1/subjects/post/a:b@c,d;e', 'a:b@c,d;e'],
    ['/v1/subjects/post/%C3%A9%20%25', 'é %'],
    ['/v1/subjects/post/history', 'history'],
    ['/v1/subjects/post/~?id=a%2Fb', 'a/b'],
    ['/v1/subjects/post/~?id=~', '~'],
    ['/v1/subjects/post/%7E?id=a+b', 'a b'],
    ['/v1/subjects/post/__proto__', '__proto__'],
  ])('%s is %j', async (path, id) => {
    const { asked, stateAt } = reading()
    const server = await serveRouter({ stateAt })
    expect((await server.get(path)).status).toBe(200)
    expect(asked).toEqual([{ tenant: 'default', subject: { type: 'post', id }, when: { _tag: 'Now' } }])
  })

  test.each([
    ['/v1/subjects/post/~', ['id']],
    ['/v1/subjects/post/~?id=a&id=b', ['id']],
    ['/v1/subjects/post/42?id=a', ['id']],
    ['/v1/subjects/post/%20', ['id']],
    ['/v1/subjects/post/%00', ['id']],
    [`/v1/subjects/post/${'x'.repeat(257)}`, ['id']],
    ['/v1/subjects/post-acme:x/42', ['type']],
    ['/v1/subjects/4/%20?verison=1&at=x', ['type', 'id', 'at', 'verison']],
  ])('%s is 400, naming %j', async (path, fields) => {
    const server = await serveRouter({})
    const response = await server.get(path)
    expect(response.status).toBe(400)
    expect((await bodyOf(response)).errors.map(({ field }) => field)).toEqual(fields)
  })
})

describe('GET of a subject', () => {
  test.each([
    ['', { _tag: 'Now' }],
    ['?version=0', { _tag: 'Version', version: 0 }],
    ['?at=2026-04-01T02:00:00%2B02:00', { _tag: 'At', at: Date.UTC(2026, 3, 1), by: 'occurred' }],
    ['?at=2026-04-01T00:00:00Z&by=recorded', { _tag: 'At', at: Date.UTC(2026, 3, 1), by: 'recorded' }],
  ])('%j asks for %j', async (query, when) => {
    const { asked, stateAt } = reading()
    const server = await serveRouter({ stateAt })
    const response = await server.get(`/v1/subjects/post/42${query}`)
    expect(await bodyOf(response)).toEqual(present)
    expect(asked).toMatchObject([{ when }])
    expect(response.headers.get('etag')).toBe(query === '' ? '"7"' : null)
  })

  test.each([
    '?version=1&at=2026-04-01T00:00:00Z',
    '?by=recorded',
    '?version=1&by=recorded',
    '?version=-1',
    '?version=1.0',
    '?version=1&version=1',
    '?version=9007199254740992',
    '?at=2026-04-01',
    '?at=2026-04-01T00:00:00+02:00',
    '?at=2026-02-30T00:00:00Z',
  ])('%s is 400', async (query) => {
    const server = await serveRouter({})
    expect((await server.get(`/v1/subjects/post/42${query}`)).status).toBe(400)
  })

  test('is 304 where the caller has the present version', async () => {
    const server = await serveRouter({ stateAt: reading().stateAt })
    const same = await server.get('/v1/subjects/post/42', { 'if-none-match': '"7"' })
    expect([same.status, same.headers.get('etag'), await same.text()]).toEqual([304, '"7"', ''])
    expect((await server.get('/v1/subjects/post/42', { 'if-none-match': '"6"' })).status).toBe(200)
    expect((await server.get('/v1/subjects/post/42?version=7', { 'if-none-match': '"7"' })).status).toBe(200)
  })
})

describe('PUT of a subject', () => {
  test('hands on the body and the condition', async () => {
    const { asked, recordState } = writing()
    const server = await serveRouter({ recordState })
    const body = { state: { title: 'New' }, actor }
    const subject = { type: 'post', id: 'a/b' }
    expect((await server.send('PUT', '/v1/subjects/post/a%2Fb?tenant=acme', body)).status).toBe(201)
    await server.send('PUT', '/v1/subjects/post/~?id=a/b', body, { 'if-match': '"7"' })
    await server.send('PUT', '/v1/subjects/post/~?id=a/b', body, { 'if-none-match': '*' })
    expect(asked).toEqual([
      { tenant: 'acme', subject, input: body, match: undefined },
      { tenant: 'default', subject, input: body, match: { _tag: 'IfMatch', version: 7 } },
      { tenant: 'default', subject, input: body, match: { _tag: 'IfNoneMatch' } },
    ])
  })

  test('that changed nothing is 200; one whose condition fails is 412', async () => {
    const answers: ReturnType<Operations['recordState']>[] = [
      TE.right({ id: 'a', changed: false, version: 7 }),
      TE.left({ _tag: 'PreconditionFailed', subject: present.subject, actual: 8 }),
    ]
    const server = await serveRouter({ recordState: () => answers.shift() ?? TE.left({ _tag: 'Unauthenticated' }) })
    const unchanged = await server.send('PUT', '/v1/subjects/post/42', { state: 1, actor })
    expect([unchanged.status, await bodyOf(unchanged)]).toEqual([200, { id: 'a', changed: false, version: 7 }])
    expect((await server.send('PUT', '/v1/subjects/post/42', { state: 1, actor }, { 'if-match': '"7"' })).status).toBe(
      412,
    )
  })

  test('takes no array of lines and no unknown parameter', async () => {
    const server = await serveRouter({})
    const lines = await server.send('PUT', '/v1/subjects/post/42', '{}', { 'content-type': 'application/x-ndjson' })
    expect(lines.status).toBe(415)
    expect((await server.send('PUT', '/v1/subjects/post/42?version=1', {})).status).toBe(400)
  })
})

describe('DELETE of a subject', () => {
  test('makes the event of its parameters', async () => {
    const { asked, recordState } = writing()
    const server = await serveRouter({ recordState })
    const query = new URLSearchParams({
      actorType: 'user',
      actorId: 'u-7',
      actorName: 'Ada',
      reason: 'no longer needed',
      eventId: '0190b0a5-0000-7000-8000-00000000000a',
      expectedVersion: '7',
      channel: 'web',
      transactionId: 't-1',
      occurredAt: '2026-04-01T00:00:00Z',
    })
    expect((await server.send('DELETE', `/v1/subjects/post/42?${query.toString()}`)).status).toBe(201)
    expect(asked).toEqual([
      {
        tenant: 'default',
        subject: { type: 'post', id: '42' },
        input: {
          state: null,
          actor: { type: 'user', id: 'u-7', name: 'Ada' },
          reason: 'no longer needed',
          id: '0190b0a5-0000-7000-8000-00000000000a',
          expectedVersion: 7,
          channel: 'web',
          transactionId: 't-1',
          occurredAt: '2026-04-01T00:00:00Z',
        },
        match: undefined,
      },
    ])
  })

  test('takes the actor of the credential', async () => {
    const { asked, recordState } = writing()
    const server = await serveRouter({ recordState }, { authorize: () => ({ tenant: 'acme', can: ['write'], actor }) })
    await server.send('DELETE', '/v1/subjects/post/42', undefined, { 'if-match': '"7"' })
    expect(asked).toMatchObject([{ input: { state: null, actor }, match: { _tag: 'IfMatch', version: 7 } }])
  })

  test('names every parameter that is wrong at once', async () => {
    const server = await serveRouter({})
    const query = 'colour=red&eventId=7&verb=a%20b&channel=Web&org=&occurredAt=yesterday&transactionId=.&causationId=x'
    const body = await bodyOf(await server.send('DELETE', `/v1/subjects/post/42?${query}&expectedVersion=-2`))
    expect(body.errors.map(({ field }) => field).sort()).toEqual(
      [
        ...['causationId', 'channel', 'colour', 'eventId', 'expectedVersion'],
        ...['occurredAt', 'org', 'transactionId', 'verb'],
      ].sort(),
    )
  })

  test('names the parameters that the store refuses', async () => {
    const issues = [
      { field: '/actor', message: 'is required' },
      { field: '/actor/id', message: 'must be a text' },
      { field: '/id', message: 'must be a UUID' },
      { field: '/channel', message: 'must be lower case' },
    ]
    const server = await serveRouter({ recordState: () => TE.left({ _tag: 'InvalidInput', issues }) })
    const body = await bodyOf(await server.send('DELETE', '/v1/subjects/post/42'))
    expect(body.errors.map(({ field }) => field)).toEqual(['actorType and actorId', 'actorId', 'eventId', 'channel'])
  })
})

describe('restore', () => {
  const details = { changes: [], restoredFrom: { version: 3 }, skippedPaths: [] }
  test.each([
    [{ ...receipt('a'), ...details }, 201],
    [{ ...receipt('a', true), ...details }, 200],
    [{ dryRun: true, version: 7, ...details }, 200],
    [{ changed: false, version: 7 }, 200],
  ] satisfies [Restored, number][])('%j is %i', async (restored, status) => {
    const server = await serveRouter({ restore: () => TE.right(restored) })
    const response = await server.send('POST', '/v1/subjects/post/~/restore?id=a/b', { version: 3, actor })
    expect([response.status, await bodyOf(response)]).toEqual([status, restored])
  })
})

describe('diff', () => {
  test('asks for both versions', async () => {
    const diff: Operations['diff'] = (_tenant, _subject, query) => TE.right({ ...query, delta: null, changes: [] })
    const server = await serveRouter({ diff })
    const answer = await bodyOf(await server.get('/v1/subjects/post/~/diff?id=a/b&from=-1&to=3'))
    expect(answer).toEqual({ from: -1, to: 3, delta: null, changes: [] })
    const refused = await bodyOf(await server.get('/v1/subjects/post/42/diff?from=-2'))
    expect(refused.errors).toEqual([
      { field: 'from', message: 'must be an integer from -1' },
      { field: 'to', message: 'is required' },
    ])
  })
})
