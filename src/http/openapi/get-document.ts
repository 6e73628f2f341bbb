import type { RequestHandler } from 'express'
import { ok, send } from '../answer.js'
import { requestIdOf } from '../request-id.js'
import { apiDocument } from './document.js'
import type { Operation } from './operation.js'
import { referencePage, referencePolicy } from './reference-page.js'

export interface DocumentHandlers {
  readonly document: RequestHandler
  readonly reference: RequestHandler
}

/**
 * `GET /openapi.json` and `GET /docs` of these operations. Both hold nothing that is secret, and need no credential. They are made when they are
 * asked for first.
 */
export const documentHandlers = (operations: readonly Operation[]): DocumentHandlers => {
  const document = once(() => apiDocument(operations))
  const page = once(() => referencePage(document()))
  return {
    document: (request, response) => {
      requestIdOf(request, response)
      void send(response, ok({ ...document(), servers: serversOf(request.baseUrl) }))
    },
    reference: (request, response) => {
      requestIdOf(request, response)
      response.setHeader('content-security-policy', referencePolicy)
      void send(response, { _tag: 'Text', status: 200, type: 'text/html; charset=utf-8', text: page() })
    },
  }
}

const once = <A extends object | string>(make: () => A): (() => A) => {
  let made: A | undefined
  return () => (made ??= make())
}

/** The path at which the router is mounted, from the root of the host that was asked. */
const serversOf = (baseUrl: string): readonly { readonly url: string }[] => [{ url: baseUrl === '' ? '/' : baseUrl }]
