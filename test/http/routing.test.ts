import * as TE from 'fp-ts/lib/TaskEither.js'
import { describe, expect, test } from 'vitest'
import { createApp } from '../../src/http/app.js'
import { loopbackAuthorize } from '../../src/http/authorize.js'
import { fakeOperations, receipt, storedEvent } from './support/fake-operations.js'
import { bodyOf, serve, serveRouter } from './support/running-server.js'

const id = '0190b0a5-0000-7000-8000-00000000000a'

describe('routes', () => {
  test.each([
    '/v1',
    '/v1/',
    '/v1/nothing',
    '/v1/events/',
    '/v1/Events',
    '/v1/subjects/post',
    '/v1/subjects/post/42/',
    '/v1/subjects/post/42/undo',
    '/v1/activity/alive',
    '/v1/openapi.json',
  ])('%s is nothing: 404 problem', async (path) => {
    const server = await serveRouter({})
    const response = await server.get(path)
    expect(response.status).toBe(404)
    expect(response.headers.get('content-type')).toBe('application/problem+json')
    expect(await bodyOf(response)).toMatchObject({ type: 'urn:annals:problem:route-not-found' })
  })

  test('what is not below /v1 is left to the application', async () => {
    const server = await serveRouter({})
    const response = await server.get('/elsewhere')
    expect(response.status).toBe(404)
    expect(response.headers.get('content-type')).toContain('text/html')
  })

  test.each([
    ['GET', '/v1/events', 'POST, OPTIONS'],
    ['PATCH', '/v1/subjects/post/42', 'GET, HEAD, PUT, DELETE, OPTIONS'],
    ['POST', '/v1/activity', 'GET, HEAD, OPTIONS'],
    ['DELETE', '/v1/projections/activity/rebuild', 'POST, OPTIONS'],
  ])('%s %s is 405 with Allow', async (method, path, allow) => {
    const server = await serveRouter({})
    const response = await server.send(method, path)
    expect(response.status).toBe(405)
    expect(response.headers.get('allow')).toBe(allow)
    expect(await bodyOf(response)).toMatchObject({ type: 'urn:annals:problem:method-not-allowed' })
    const options = await server.send('OPTIONS', path)
    expect([options.status, options.headers.get('allow')]).toEqual([204, allow])
  })

  test('HEAD answers what GET does, without the body', async () => {
    const server = await serveRouter({ eventById: () => TE.right(storedEvent(id)) })
    const get = await server.get(`/v1/events/${id}`)
    const head = await server.send('HEAD', `/v1/events/${id}`)
    expect(head.status).toBe(200)
    expect(head.headers.get('content-length')).toBe(String(Buffer.byteLength(await get.text())))
    expect(await head.text()).toBe('')
  })

  test('a path that is not percent-encoded UTF-8 is 400, and is not echoed', async () => {
    const server = await serveRouter({})
    const response = await server.get('/v1/events/%C3')
    expect(response.status).toBe(400)
    const body = await bodyOf(response)
    expect(body.errors).toEqual([{ field: 'path', message: 'is not percent-encoded UTF-8' }])
    expect(JSON.stringify(body)).not.toContain('C3')
  })

  test('a transaction’s id and parameters are checked together', async () => {
    const server = await serveRouter({})
    const body = await bodyOf(await server.get('/v1/transactions/%20?colour=red'))
    expect(body.errors.map(({ field }) => field)).toEqual(['id', 'colour'])
  })

  test.each(['/healthz/', '/Healthz', '/readyz/'])('%s is another path: 404', async (path) => {
    const silent = { info: () => undefined, error: () => undefined }
    const server = await serve(
      createApp({ operations: fakeOperations({}), authorize: loopbackAuthorize, logger: silent }),
    )
    expect((await server.get(path)).status).toBe(404)
  })

  test('an event is found by its id in any case; what is no UUID is 400', async () => {
    const asked: string[] = []
    const server = await serveRouter({
      eventById: (_tenant, wanted) => {
        asked.push(wanted)
        return TE.right(storedEvent(wanted))
      },
    })
    expect((await server.get(`/v1/events/${id.toUpperCase()}`)).status).toBe(200)
    expect(asked).toEqual([id])
    const response = await server.get('/v1/events/42?format=csv')
    expect(await bodyOf(response)).toMatchObject({
      status: 400,
      errors: [
        { field: 'id', message: 'must be a UUID' },
        { field: 'format', message: 'is not a parameter of this route' },
      ],
    })
  })
})

describe('written events', () => {
  test('new ones are 201, duplicates and what changed nothing 200', async () => {
    const server = await serveRouter({
      emit: (_tenant, input) => {
        const { kind } = input as { readonly kind: string }
        return TE.right(kind === 'same' ? { id, changed: false, version: 3 } : receipt(id, kind === 'again'))
      },
    })
    const post = async (kind: string) => {
      const response = await server.send('POST', '/v1/events', { kind })
      return [response.status, await bodyOf(response)] as const
    }
    expect(await post('new')).toEqual([201, receipt(id)])
    expect(await post('again')).toEqual([200, receipt(id, true)])
    expect(await post('same')).toEqual([200, { id, changed: false, version: 3 }])
  })

  test('an array is answered with its items: 201 unless all were there', async () => {
    const server = await serveRouter({
      emitMany: (_tenant, input) => TE.right((input as boolean[]).map((duplicate) => receipt(id, duplicate))),
    })
    const mixed = await server.send('POST', '/v1/events', [true, false])
    expect([mixed.status, await bodyOf(mixed)]).toEqual([201, { items: [receipt(id, true), receipt(id)] }])
    expect((await server.send('POST', '/v1/events', [true, true])).status).toBe(200)
  })
})
