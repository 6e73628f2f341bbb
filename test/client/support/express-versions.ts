import { createRequire } from 'node:module'
import express from 'express'

/** The versions of Express that the middleware is for; the older one has no types here. */
export const expressVersions: readonly { readonly version: 4 | 5; readonly express: typeof express }[] = [
  { version: 5, express },
  { version: 4, express: createRequire(import.meta.url)('express4') as typeof express },
]
