import { gzipSync } from 'node:zlib'
import type { RequestHandler, Router } from 'express'
import { acceptsGzip } from './accepts-gzip.js'
import { requestIdOf } from './request-id.js'
import { resource } from './resource.js'

/** The built dashboard, held in memory. */
export interface DashboardFiles {
  /** The page, with `<base href="/" />` where the path belongs at which it is mounted. */
  readonly page: string
  /** What the page loads, by path below it. The names change with the content. */
  readonly assets: ReadonlyMap<string, DashboardAsset>
}

export interface DashboardAsset {
  readonly type: string
  readonly content: Buffer
}

/** Nothing but what is served beside the page, and no script or style within it. */
export const dashboardPolicy = [
  `default-src 'none'`,
  ...['script-src', 'style-src', 'connect-src', 'img-src', 'base-uri'].map((directive) => `${directive} 'self'`),
  `form-action 'none'`,
  `frame-ancestors 'none'`,
].join('; ')

/** The paths that the dashboard knows: each answers with its page, which needs no credential and holds no data. */
const pages = ['/', '/records/:type/:id', '/transactions/:id', '/statistics', '/operations']

/** Serves the dashboard below the path at which the router is mounted. */
export const dashboard = (router: Router, { page, assets }: DashboardFiles): void => {
  const sendPage: RequestHandler = (request, response) => {
    // A page at `/audit` would look for its files in the folder above.
    if (!request.originalUrl.startsWith(`${request.baseUrl}/`)) {
      response.redirect(308, `${request.baseUrl}/${request.originalUrl.slice(request.baseUrl.length)}`)
      return
    }
    requestIdOf(request, response)
    response.setHeader('content-security-policy', dashboardPolicy)
    response.setHeader('cache-control', 'no-cache')
    // By a function: the path is the client's, and in a text `$&` would stand for what is replaced.
    response.type('html').send(page.replace('<base href="/" />', () => `<base href="${escaped(request.baseUrl)}/" />`))
  }
  for (const path of pages) resource(router, path, { get: sendPage })
  for (const [path, asset] of assets) resource(router, `/${path}`, { get: sendAsset(asset) })
}

const sendAsset = ({ type, content }: DashboardAsset): RequestHandler => {
  let zipped: Buffer | undefined
  return (request, response) => {
    requestIdOf(request, response)
    response.setHeader('cache-control', 'public, max-age=31536000, immutable')
    response.setHeader('vary', 'accept-encoding')
    response.type(type)
    if (!acceptsGzip(request.headers['accept-encoding'])) {
      response.send(content)
      return
    }
    zipped ??= gzipSync(content, { level: 9 })
    response.setHeader('content-encoding', 'gzip')
    response.send(zipped)
  }
}

const escaped = (text: string): string => text.replace(/[&<>"']/g, (one) => `&#${one.charCodeAt(0)};`)
