import * as TE from 'fp-ts/lib/TaskEither.js'
import { describe, expect, test } from 'vitest'
import type { Operations } from '../../src/application/operations.js'
import type { ActivityQuery, RowsQuery, StatsQuery } from '../../src/ports/read-models.js'
import { logId, storedEvent } from './support/fake-operations.js'
import { bodyOf, serveRouter } from './support/running-server.js'

const event = storedEvent('0190b0a5-0000-7000-8000-00000000000a')

/** A feed of three pages; keeps what was asked. */
const feed = () => {
  const asked: ActivityQuery[] = []
  const activity: Operations['activity'] = (query) => {
    asked.push(query)
    const position = (query.from?.position ?? 0) + 1
    return TE.right({ items: [event], ...(position < 3 ? { next: { occurredAt: 1_000, position } } : {}) })
  }
  return { asked, activity }
}

const fieldsOf = async (response: Response): Promise<string[]> =>
  (await bodyOf(response)).errors.map(({ field }) => field)

describe('the feed', () => {
  test('is newest first, 50 on a page, all of the tenant', async () => {
    const { asked, activity } = feed()
    const server = await serveRouter({ activity })
    await server.get('/v1/activity?tenant=acme')
    expect(asked).toEqual([{ tenant: 'acme', fields: {}, sort: 'occurredAt', order: 'desc', limit: 50 }])
  })

  test('takes every filter there is', async () => {
    const { asked, activity } = feed()
    const server = await serveRouter({ activity })
    const query =
      'subjectType=post&subjectId=4*&actorType=user&actorId!=u-7&affects=u-8&verb=a&verb=b.*&channel=web&org=o' +
      '&outcome=failure&kind=activity&transactionId=t&path=/title&since=2026-04-01T00:00:00Z&until=2026-04-02T00:00:00Z' +
      '&sort=position&order=asc&limit=1000'
    expect((await server.get(`/v1/activity?${query}`)).status).toBe(200)
    const one = (value: string, prefix = false) => ({ anyOf: [{ value, prefix }] })
    expect(asked).toEqual([
      {
        tenant: 'default',
        fields: {
          subjectType: one('post'),
          subjectId: one('4', true),
          actorType: one('user'),
          actorId: { noneOf: [{ value: 'u-7', prefix: false }] },
          affects: one('u-8'),
          verb: {
            anyOf: [
              { value: 'a', prefix: false },
              { value: 'b.', prefix: true },
            ],
          },
          channel: one('web'),
          org: one('o'),
          outcome: one('failure'),
          kind: one('activity'),
          transactionId: one('t'),
          path: one('/title'),
        },
        since: Date.UTC(2026, 3, 1),
        until: Date.UTC(2026, 3, 2),
        sort: 'position',
        order: 'asc',
        limit: 1_000,
      },
    ])
  })

  test('names every parameter that is wrong', async () => {
    const server = await serveRouter({})
    const response = await server.get(
      '/v1/activity?limit=1001&order=up&sort=verb&since=yesterday&outcome=ok&format=xml&actor=u-7&since!=x&cursor=x&after=-1',
    )
    expect(response.status).toBe(400)
    expect((await fieldsOf(response)).sort()).toEqual(
      ['actor', 'after', 'cursor', 'format', 'limit', 'order', 'outcome', 'since', 'since!', 'sort'].sort(),
    )
  })

  test('pages by cursor and by Link, to a last page that has neither', async () => {
    const { asked, activity } = feed()
    const server = await serveRouter({ activity, waitFor: () => TE.right(undefined) })
    let path: string | undefined = '/v1/activity?verb!=a%2Fb&limit=1&after=5&channel=x%20y'
    const nexts: unknown[] = []
    while (path !== undefined) {
      const response = await server.get(path)
      const { items, next } = await bodyOf(response)
      expect(items).toEqual([event])
      nexts.push(next)
      const link = response.headers.get('link')
      path = link === null ? undefined : /^<([^>]+)>; rel="next"$/.exec(link)?.[1]
      expect(path === undefined).toBe(next === null)
      if (path !== undefined) expect(path).toBe(`/v1/activity?verb!=a%2Fb&limit=1&channel=x%20y&cursor=${String(next)}`)
    }
    expect(nexts).toHaveLength(3)
    expect(asked.map(({ from }) => from?.position)).toEqual([undefined, 1, 2])
    expect(asked.every(({ fields }) => fields.verb?.noneOf?.[0]?.value === 'a/b')).toBe(true)
  })

  test('goes on with another limit, not with another filter, order or log', async () => {
    const { activity } = feed()
    const server = await serveRouter({ activity })
    const { next } = await bodyOf(await server.get('/v1/activity?verb=a'))
    const status = async (query: string) => (await server.get(`/v1/activity?${query}&cursor=${String(next)}`)).status
    expect(await status('verb=a&limit=7')).toBe(200)
    for (const query of ['verb=b', 'verb=a&order=asc', 'verb=a&sort=position', 'verb=a&tenant=acme']) {
      expect(await status(query)).toBe(400)
    }
    const other = await serveRouter({ activity, logId: `${logId}0` })
    const response = await other.get(`/v1/activity?verb=a&cursor=${String(next)}`)
    expect((await bodyOf(response)).errors).toEqual([{ field: 'cursor', message: 'is a cursor of another log' }])
  })

  test('waits for a position, and says where it is when that takes too long', async () => {
    const { asked, activity } = feed()
    const waited: number[] = []
    const server = await serveRouter({
      activity,
      waitFor: (position) => {
        waited.push(position)
        return position < 100
          ? TE.right(undefined)
          : TE.left({ _tag: 'ProjectionBehind', after: '100', position: '99' })
      },
    })
    expect((await server.get('/v1/activity?after=99')).status).toBe(200)
    const behind = await server.get('/v1/activity?after=100')
    expect([behind.status, behind.headers.get('retry-after')]).toEqual([503, '1'])
    expect(await bodyOf(behind)).toMatchObject({
      type: 'urn:annals:problem:projection-behind',
      after: '100',
      position: '99',
    })
    expect([waited, asked.length]).toEqual([[99, 100], 1])
  })
})

describe('statistics', () => {
  const statistics = () => {
    const asked: StatsQuery[] = []
    const stats: Operations['stats'] = (query) => {
      asked.push(query)
      return TE.right({ items: [{ verb: 'a', count: 3 }], total: 4, truncated: true })
    }
    return { asked, stats }
  }

  test('are answered as they are', async () => {
    const { asked, stats } = statistics()
    const server = await serveRouter({ stats })
    const response = await server.get(
      '/v1/stats?groupBy=verb,channel&interval=day&timeZone=Europe/Berlin&channel!=bulk&limit=10',
    )
    expect(await bodyOf(response)).toEqual({ items: [{ verb: 'a', count: 3 }], total: 4, truncated: true })
    await server.get('/v1/stats?groupBy=verb&groupBy=actor')
    await server.get('/v1/stats')
    expect(asked).toEqual([
      {
        tenant: 'default',
        fields: { channel: { noneOf: [{ value: 'bulk', prefix: false }] } },
        groupBy: ['verb', 'channel'],
        interval: 'day',
        timeZone: 'Europe/Berlin',
        limit: 10,
      },
      { tenant: 'default', fields: {}, groupBy: ['verb', 'actor'], timeZone: 'UTC', limit: 1_000 },
      { tenant: 'default', fields: {}, groupBy: [], timeZone: 'UTC', limit: 1_000 },
    ])
  })

  test.each([
    ['groupBy=verb,actor,channel', 'groupBy'],
    ['groupBy=verb,verb', 'groupBy'],
    ['groupBy=path', 'groupBy'],
    ['groupBy=', 'groupBy'],
    ['interval=year', 'interval'],
    ['timeZone=Mars/Olympus', 'timeZone'],
    ['timeZone=%2B02:00', 'timeZone'],
    ['timeZone=', 'timeZone'],
    ['cursor=x', 'cursor'],
    ['order=asc', 'order'],
  ])('%s is 400', async (query, field) => {
    const server = await serveRouter({})
    expect(await fieldsOf(await server.get(`/v1/stats?${query}`))).toEqual([field])
  })
})

describe('history', () => {
  test('is oldest first; a cursor belongs to one subject', async () => {
    const asked: unknown[] = []
    const history: Operations['history'] = (_tenant, subject, query) => {
      asked.push({ subject, query })
      return TE.right({ items: [event], next: '7.end' })
    }
    const server = await serveRouter({ history })
    const { next } = await bodyOf(await server.get('/v1/subjects/post/42/history'))
    await server.get(`/v1/subjects/post/42/history?limit=5&cursor=${String(next)}`)
    await server.get('/v1/subjects/post/~/history?id=a/b&include=all&order=desc')
    const base = { include: 'changes', order: 'asc', limit: 50 }
    expect(asked).toEqual([
      { subject: { type: 'post', id: '42' }, query: base },
      { subject: { type: 'post', id: '42' }, query: { ...base, limit: 5, from: '7.end' } },
      { subject: { type: 'post', id: 'a/b' }, query: { ...base, include: 'all', order: 'desc' } },
    ])
    expect(await fieldsOf(await server.get(`/v1/subjects/post/43/history?cursor=${String(next)}`))).toEqual(['cursor'])
    expect(await fieldsOf(await server.get('/v1/subjects/post/42/history?include=some&order='))).toEqual([
      'include',
      'order',
    ])
  })
})

describe('subjects, transactions and projections', () => {
  test('subjects by type and whether they are deleted', async () => {
    const asked: unknown[] = []
    const subjects: Operations['subjects'] = (query) => {
      asked.push(query)
      return TE.right({ items: [] })
    }
    const server = await serveRouter({ subjects })
    expect(await bodyOf(await server.get('/v1/subjects?type=post&deleted=false'))).toEqual({ items: [], next: null })
    expect(asked).toEqual([{ tenant: 'default', limit: 50, type: 'post', deleted: false }])
    expect(await fieldsOf(await server.get('/v1/subjects?type=a-b&deleted=no'))).toEqual(['type', 'deleted'])
  })

  test('a transaction with the row that sums it up', async () => {
    const transaction = { transactionId: 't/1', startedAt: 'a', endedAt: 'b', events: 1, changes: 0, failures: 0 }
    const asked: unknown[] = []
    const server = await serveRouter({
      transaction: (tenant, id, query) => {
        asked.push({ tenant, id, query })
        return TE.right({ transaction, items: [event], next: { occurredAt: 1, position: 2 } })
      },
    })
    const answer = await bodyOf(await server.get('/v1/transactions/t%2F1?limit=1'))
    expect(answer).toEqual({ transaction, items: [event], next: expect.any(String) as string })
    await server.get(`/v1/transactions/t%2F1?cursor=${String(answer.next)}`)
    expect(asked).toEqual([
      { tenant: 'default', id: 't/1', query: { limit: 1 } },
      { tenant: 'default', id: 't/1', query: { limit: 50, from: { occurredAt: 1, position: 2 } } },
    ])
  })

  test('rows by columns; any other parameter is none', async () => {
    const asked: RowsQuery[] = []
    const projectionRows: Operations['projectionRows'] = (query) => {
      asked.push(query)
      return TE.right({ items: [{ service: 'payments', count: 3 }], next: 'place' })
    }
    const server = await serveRouter({ projectionRows })
    const { items, next } = await bodyOf(await server.get('/v1/projections/calls/rows?table=durations&service=a+b'))
    expect(items).toEqual([{ service: 'payments', count: 3 }])
    await server.get(`/v1/projections/calls/rows?table=durations&service=a+b&limit=7&cursor=${String(next)}`)
    expect(asked).toEqual([
      { tenant: 'default', projection: 'calls', table: 'durations', where: { service: 'a b' }, limit: 50 },
      {
        tenant: 'default',
        projection: 'calls',
        table: 'durations',
        where: { service: 'a b' },
        limit: 7,
        from: 'place',
      },
    ])
    const refused = await server.get('/v1/projections/calls/rows?service=a&service=b&__proto__=1&a!=b')
    expect((await fieldsOf(refused)).sort()).toEqual(['__proto__', 'a!', 'service'])
  })

  test('projections are a list like any other', async () => {
    const named = (name: string) =>
      ({ name, version: 1, state: 'live', position: '7', lag: 0, undecodable: 0 }) as const
    const server = await serveRouter({ projections: () => ['activity', 'calls', 'statistics'].map(named) })
    const first = await server.get('/v1/projections?limit=2')
    const page = await bodyOf(first)
    expect(page.items).toEqual([named('activity'), named('calls')])
    const link = /^<([^>]+)>; rel="next"$/.exec(first.headers.get('link') ?? '')?.[1]
    expect(link).toBe(`/v1/projections?limit=2&cursor=${String(page.next)}`)
    expect(await bodyOf(await server.get(link ?? ''))).toEqual({ items: [named('statistics')], next: null })
    expect((await bodyOf(await server.get('/v1/projections?limit=3'))).next).toBeNull()
    expect(await fieldsOf(await server.get('/v1/projections?limit=0&cursor=x&after=1'))).toEqual([
      'limit',
      'cursor',
      'after',
    ])
  })

  test('projections come with what they are; a rebuild is begun', async () => {
    const rebuilt: string[] = []
    const status = { name: 'activity', version: 1, state: 'live', position: '7', lag: 0, undecodable: 0 } as const
    const server = await serveRouter({
      projections: () => [status],
      rebuild: (name) => {
        rebuilt.push(name)
        return rebuilt.length === 1 ? TE.right(undefined) : TE.left({ _tag: 'RebuildRunning', projection: name })
      },
    })
    expect(await bodyOf(await server.get('/v1/projections'))).toEqual({ items: [status], next: null })
    const begun = await server.send('POST', '/v1/projections/activity/rebuild')
    expect([begun.status, await bodyOf(begun)]).toEqual([202, { projection: 'activity', state: 'rebuilding' }])
    expect((await server.send('POST', '/v1/projections/activity/rebuild')).status).toBe(409)
    expect(rebuilt).toEqual(['activity', 'activity'])
  })
})
