import type { RequestHandler, Router } from 'express'
import { otherMethods } from './not-found.js'

export interface Methods {
  readonly get?: RequestHandler
  readonly put?: RequestHandler
  readonly post?: RequestHandler
  readonly delete?: RequestHandler
}

/** Puts a resource at a path: its methods, HEAD where it has GET, OPTIONS, and 405 with Allow for all others. */
export const resource = (router: Router, path: string, methods: Methods): void => {
  const at = router.route(path)
  const allow: string[] = []
  if (methods.get !== undefined) {
    at.get(methods.get)
    allow.push('GET', 'HEAD')
  }
  for (const method of ['put', 'post', 'delete'] as const) {
    const handler = methods[method]
    if (handler === undefined) continue
    at[method](handler)
    allow.push(method.toUpperCase())
  }
  at.all(otherMethods([...allow, 'OPTIONS'].join(', ')))
}
