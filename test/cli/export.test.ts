import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync, truncateSync, writeFileSync } from 'node:fs'
import type { Server } from 'node:http'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import express from 'express'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { loopbackAuthorize } from '../../src/http/authorize.js'
import { openStore } from '../support/open-store.js'
import type { Store } from '../support/open-store.js'
import { temporaryFolder } from '../support/temporary-folder.js'
import { inProcess } from './support/in-process.js'

const folder = temporaryFolder()
const count = 1_200
let store: Store
let server: Server
let url: string
/** After so many bytes of an answer its connection is cut; once. */
let cutAfterBytes: number | undefined
let cuts = 0

beforeAll(async () => {
  store = await openStore()
  let position = ''
  for (let n = 0; n < count; n += 400) {
    const written = await store.annals.emitMany(
      Array.from({ length: 400 }, (_, m) => ({
        subject: { type: 'post', id: String(n + m) },
        verb: 'post.viewed',
        actor: { type: 'user', id: 'u', name: '=Ada' },
        // So that gzip makes little of it.
        data: randomBytes(600).toString('base64'),
      })),
    )
    const last = written.at(-1)
    if (last !== undefined && 'position' in last) position = last.position
  }
  await store.annals.waitFor(position)
  const app = express()
  app.use((_request, response, next) => {
    const bytes = cutAfterBytes
    cutAfterBytes = undefined
    if (bytes !== undefined) {
      const write = response.write.bind(response) as (chunk: unknown) => boolean
      let written = 0
      response.write = ((chunk: unknown) => {
        written += (chunk as Buffer).length
        if (written <= bytes) return write(chunk)
        if (!response.destroyed) cuts++
        response.destroy()
        return false
      }) as typeof response.write
    }
    next()
  })
  app.use(store.annals.router({ authorize: loopbackAuthorize }))
  server = createServer(app)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(async () => {
  server.closeAllConnections()
  server.close()
  await store.remove()
  folder.remove()
})

const file = (name: string): string => join(folder.path, name)
const places = (): readonly (readonly string[])[] => [
  ['--url', url],
  ['--data-dir', store.dataDir],
]

describe('annals export', () => {
  it('gives the same of a server and of a folder, in both formats', async () => {
    for (const format of ['ndjson', 'csv']) {
      const [ofServer, ofFolder] = await Promise.all(
        places().map((place) =>
          inProcess(['export', '--format', format, '--sort', 'position', '--order', 'asc', ...place]),
        ),
      )
      expect(ofServer).toMatchObject({ code: 0, stderr: '' })
      expect(ofFolder).toEqual(ofServer)
      expect(ofServer?.stdout.trimEnd().split('\n')).toHaveLength(count + 1)
      const asked = await fetch(`${url}/v1/activity?format=${format}&sort=position&order=asc`)
      expect(await asked.text()).toBe(ofServer?.stdout)
    }
  })

  it('makes a file only once it is whole, and resumes what broke off', async () => {
    for (const [index, place] of places().entries()) {
      const output = file(`whole-${index}.ndjson`)
      expect(await inProcess(['export', '--output', output, ...place])).toEqual({
        code: 0,
        stdout: '',
        stderr: `1,200 rows, up to position ${count - 1}: ${output}\n`,
      })
      expect(existsSync(`${output}.part`)).toBe(false)
      const whole = readFileSync(output)
      const resumed = file(`resumed-${index}.ndjson`)
      for (const length of [0, 10, 700, 100_000, whole.length - 20, whole.length]) {
        writeFileSync(`${resumed}.part`, whole)
        truncateSync(`${resumed}.part`, length)
        expect(await inProcess(['export', '--output', resumed, '--resume', ...place])).toMatchObject({ code: 0 })
        expect(readFileSync(resumed).equals(whole)).toBe(true)
      }
    }
  })

  it('goes on by itself when the connection breaks', async () => {
    const whole = (await inProcess(['export', '--url', url])).stdout
    cutAfterBytes = 400_000
    expect(await inProcess(['export', '--url', url])).toEqual({ code: 0, stdout: whole, stderr: '' })
    expect(cuts).toBe(1)
  })

  it('leaves no file behind where it is refused, and takes no foreign one up', async () => {
    const output = file('none.ndjson')
    const refused = await inProcess(['export', '--output', output, '--tenant', 'a b', '--url', url])
    expect(refused.code).toBe(2)
    expect(existsSync(output)).toBe(false)
    writeFileSync(`${output}.part`, 'not an export\n')
    const foreign = await inProcess(['export', '--output', output, '--resume', '--url', url])
    expect([foreign.code, foreign.stderr]).toEqual([2, expect.stringContaining('is not one of an export')])
    expect(readFileSync(`${output}.part`, 'utf8')).toBe('not an export\n')
    for (const place of places()) {
      const other = file('other.ndjson')
      const line = (await inProcess(['export', '--limit', '1', ...place])).stdout.split('\n')[0] ?? ''
      writeFileSync(`${other}.part`, `${line}\n`)
      const changed = await inProcess(['export', '--output', other, '--resume', '--order', 'asc', ...place])
      expect([changed.code, changed.stderr]).toEqual([2, expect.stringContaining('is a cursor of another export')])
    }
  })
})
