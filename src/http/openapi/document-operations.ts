import type { HttpError } from '../http-error.js'
import type { Operation } from './operation.js'

const problems: readonly HttpError['_tag'][] = ['OriginNotAllowed', 'HostNotAllowed']

export const documentOperations: readonly Operation[] = [
  {
    method: 'get',
    path: '/openapi.json',
    id: 'getOpenApi',
    tag: 'Server',
    summary: 'This document',
    permission: null,
    answers: {
      200: {
        description: 'An OpenAPI 3.1 document.',
        content: {
          'application/json': {
            title: 'OpenApiDocument',
            type: 'object',
            properties: {
              openapi: { type: 'string', pattern: '^3\\.1\\.' },
              info: { type: 'object', additionalProperties: true },
              paths: { type: 'object', additionalProperties: true },
            },
            required: ['openapi', 'info', 'paths'],
            additionalProperties: true,
          },
        },
      },
    },
    problems,
  },
  {
    method: 'get',
    path: '/docs',
    id: 'getReference',
    tag: 'Server',
    summary: 'This document as a page',
    description: 'Without scripts, and without anything from elsewhere.',
    permission: null,
    answers: {
      200: {
        description: 'The reference.',
        content: { 'text/html': { type: 'string' } },
        headers: ['Content-Security-Policy'],
      },
    },
    problems,
  },
]
