import express from 'express'
import type { RequestHandler } from 'express'
import { onTestFinished } from 'vitest'
import { createClient } from '../../../src/client/index.js'
import type { AnnalsClient, CommonOptions, HttpOptions } from '../../../src/client/index.js'
import { loopbackAuthorize } from '../../../src/http/authorize.js'
import type { AnnalsOptions } from '../../../src/main/annals-options.js'
import type { Annals } from '../../../src/main/open-annals.js'
import { openStore } from '../../support/open-store.js'
import { listen } from '../../support/listen.js'

export interface Faulty {
  readonly annals: Annals
  readonly url: string
  /** The bodies of the requests, as they came. */
  readonly bodies: unknown[]
  /** How long the client waited before it tried again, in ms. */
  readonly pauses: number[]
  readonly client: (options?: Partial<HttpOptions & CommonOptions>) => AnnalsClient
}

/** A real store behind a real server; what `fault` does comes before it. Clients wait in no time. */
export const serverWithFaults = async (
  fault: RequestHandler = (_request, _response, next) => next(),
  options: Partial<AnnalsOptions> = {},
): Promise<Faulty> => {
  const { annals, remove } = await openStore(options)
  const bodies: unknown[] = []
  const pauses: number[] = []
  const app = express()
    .use(fault)
    .use(annals.router({ authorize: loopbackAuthorize }))
  const server = await listen(app)
  onTestFinished(async () => {
    await server.close()
    await remove()
  })
  const recording: typeof fetch = (input, init) => {
    bodies.push(typeof init?.body === 'string' ? JSON.parse(init.body) : undefined)
    return fetch(input, init)
  }
  return {
    annals,
    url: server.url,
    bodies,
    pauses,
    client: (options) => {
      const pause = (ms: number): Promise<void> => Promise.resolve(void pauses.push(ms))
      const client = createClient({ url: server.url, fetch: recording, pause, random: () => 0.5, ...options })
      onTestFinished(async () => {
        await client.close()
      })
      return client
    },
  }
}

/** Lets the store answer, and cuts the connection instead of sending that: so many times. */
export const losingAnswers = (count: number): RequestHandler => {
  let left = count
  return (_request, response, next) => {
    if (left-- > 0) response.writeHead = () => response.destroy() as never
    next()
  }
}

/** Answers itself, so many times: with a status, headers and a text. */
export const answering = (
  count: number,
  status: number,
  headers: Readonly<Record<string, string>> = {},
  text = '',
): RequestHandler => {
  let left = count
  return (request, response, next) => {
    if (left-- <= 0) {
      next()
      return
    }
    request.resume()
    response.writeHead(status, headers).end(text)
  }
}

/** Answers with the status that a body is given, or passes it on to another server. */
export const judging =
  (inner: () => string, statusOf: (body: string) => number | undefined): RequestHandler =>
  (request, response, next) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', () => {
      const body = Buffer.concat(parts).toString()
      const status = statusOf(body)
      if (status !== undefined) return response.writeHead(status).end('no')
      const headers = { 'content-type': 'application/json' }
      return void fetch(`${inner()}${request.url}`, { method: request.method, headers, body }).then(
        async (answer) => response.writeHead(answer.status).end(await answer.text()),
        next,
      )
    })
  }
