import type { RequestListener, Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import express from 'express'
import { onTestFinished } from 'vitest'
import type { FieldIssue } from '../../../src/domain/errors.js'
import { loopbackAuthorize } from '../../../src/http/authorize.js'
import type { RouterOptions } from '../../../src/http/create-router.js'
import { createRouter } from '../../../src/http/create-router.js'
import { closeServer, createHttpServer } from '../../../src/http/server.js'
import type { Operations } from '../../../src/application/operations.js'
import { fakeOperations } from './fake-operations.js'

export interface RunningServer {
  readonly url: string
  readonly port: number
  readonly server: Server
  readonly get: (path: string, headers?: Record<string, string>) => Promise<Response>
  readonly send: (method: string, path: string, body?: unknown, headers?: Record<string, string>) => Promise<Response>
}

/** A real server on a free port of this machine, closed when the test is over. */
export const serve = async (listener: RequestListener): Promise<RunningServer> => {
  const server = createHttpServer(listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(async () => {
    await closeServer(server, 0)
  })
  const { port } = server.address() as AddressInfo
  const url = `http://127.0.0.1:${port}`
  return {
    url,
    port,
    server,
    get: (path, headers = {}) => fetch(url + path, { headers }),
    send: (method, path, body, headers = {}) =>
      fetch(url + path, {
        method,
        headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
        ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      }),
  }
}

/** The router alone at the root of an application, open to everybody unless a test says otherwise. */
export const serveRouter = (
  operations: Partial<Operations>,
  options: Partial<RouterOptions> = {},
): Promise<RunningServer> =>
  serve(
    express().use(createRouter({ authorize: loopbackAuthorize, ...options, operations: fakeOperations(operations) })),
  )

/** What answers hold in these tests; a member that an answer lacks is undefined. */
export interface Body {
  readonly errors: readonly FieldIssue[]
  readonly items: readonly unknown[]
  readonly next: string | null
  readonly [member: string]: unknown
}

export const bodyOf = async (response: Response): Promise<Body> => (await response.json()) as Body

/** What can be sent as the body of a request. */
export type Sendable = string | Uint8Array<ArrayBuffer> | Blob
