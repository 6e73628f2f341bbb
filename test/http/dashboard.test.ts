import express from 'express'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createRouter } from '../../src/http/create-router.js'
import { loopbackAuthorize } from '../../src/http/authorize.js'
import { openStore } from '../support/open-store.js'
import { serve } from './support/running-server.js'

const script = `console.log('${'a'.repeat(5_000)}')`
const files = {
  page: '<!doctype html><base href="/" /><script type="module" src="./assets/index-1.js"></script>',
  assets: new Map([['assets/index-1.js', { type: 'text/javascript; charset=utf-8', content: Buffer.from(script) }]]),
}

/** A router with a dashboard in somebody's application. */
const mounted = async (path: string): Promise<string> => {
  const { annals, remove } = await openStore()
  onTestFinished(remove)
  const router = createRouter({ operations: annals.operations, authorize: loopbackAuthorize, dashboard: files })
  const app = express()
    .use(path, router)
    .use((_, response) => void response.status(404).send("the application's own"))
  const server = await serve(app)
  return server.url
}

describe('the dashboard', () => {
  it('is one page at each of its paths, which knows where it is mounted', async () => {
    const url = await mounted('/audit')
    for (const path of ['/', '/records/post/a%2Fb', '/transactions/t-1', '/statistics', '/operations']) {
      const answer = await fetch(`${url}/audit${path}`)
      expect(answer.status, path).toBe(200)
      expect(await answer.text()).toContain('<base href="/audit/" />')
      expect(answer.headers.get('content-security-policy')).toContain(`default-src 'none'; script-src 'self'`)
      expect(answer.headers.get('content-security-policy')).not.toContain('unsafe')
      expect(answer.headers.get('cache-control')).toBe('no-cache')
      expect(answer.headers.get('x-request-id')).not.toBeNull()
    }
  })

  it('sends on from a mount path without a slash, under which its files would not be found', async () => {
    const url = await mounted('/audit')
    const answer = await fetch(`${url}/audit?q=verb%3Apost.*`, { redirect: 'manual' })
    expect(answer.status).toBe(308)
    expect(answer.headers.get('location')).toBe('/audit/?q=verb%3Apost.*')
  })

  it('has files that are kept for ever, zipped where that is taken', async () => {
    const url = await mounted('/audit')
    const path = `${url}/audit/assets/index-1.js`
    const zipped = await fetch(path, { headers: { 'accept-encoding': 'gzip' } })
    expect(await zipped.text()).toBe(script)
    expect(zipped.headers.get('content-encoding')).toBe('gzip')
    expect(zipped.headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
    expect(zipped.headers.get('vary')).toBe('accept-encoding')
    const plain = await fetch(path, { headers: { 'accept-encoding': 'identity' } })
    expect(plain.headers.get('content-encoding')).toBeNull()
    expect(await plain.text()).toBe(script)
    expect((await fetch(path, { method: 'HEAD' })).headers.get('content-type')).toBe('text/javascript; charset=utf-8')
  })

  it('leaves all else to the application, and takes no other method', async () => {
    const url = await mounted('/audit')
    for (const path of ['/audit/assets/', '/audit/assets/../index.html', '/audit/nothing', '/'])
      expect(await (await fetch(`${url}${path}`)).text(), path).toBe("the application's own")
    expect((await fetch(`${url}/audit/statistics`, { method: 'POST' })).status).toBe(405)
  })

  it('puts no markup of a mount path into its page', async () => {
    const url = await mounted('/:tenant')
    const answer = await fetch(`${url}/%22%3E%3Cscript%3Ealert(1)%3C/statistics`)
    expect(await answer.text()).not.toContain('<script>alert')
    const raw = await fetch(`${url}/a'b&c/statistics`)
    expect(await raw.text()).toContain(`<base href="/a&#39;b&#38;c/" />`)
  })

  it('takes a mount path as it is, whatever it would stand for in a replacement', async () => {
    const url = await mounted('/:tenant')
    for (const [path, base] of [
      ['$&', '$&#38;'],
      ['$$', '$$'],
      ['$1', '$1'],
      ["$'", '$&#39;'],
    ] as const)
      expect(await (await fetch(`${url}/${path}/statistics`)).text()).toBe(
        files.page.replace('href="/"', () => `href="/${base}/"`),
      )
  })
})
