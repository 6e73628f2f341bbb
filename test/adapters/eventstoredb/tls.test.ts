import { writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { createServer } from 'node:tls'
import type { Server } from 'node:tls'
import { afterEach, describe, expect, it } from 'vitest'
import { one, underFaults } from '../../support/adapter-under-faults.js'
import { makeCertificate } from '../../support/certificate.js'
import { right } from '../../support/event-log-fixtures.js'

const scene = underFaults()
const servers: Server[] = []
afterEach(() => {
  for (const server of servers.splice(0)) server.close()
})

/** Ends TLS before the relay. @returns its port, and the file with the authority to trust. */
const secured = async (): Promise<{ readonly port: number; readonly authority: string }> => {
  const { relay, folder } = scene()
  const certificate = makeCertificate()
  const server = createServer({ ...certificate, ALPNProtocols: ['h2'] }, (client) => {
    const upstream = connect({ port: relay.port, host: '127.0.0.1' })
    for (const socket of [client, upstream])
      socket
        .on('error', () => undefined)
        .on('close', () => {
          client.destroy()
          upstream.destroy()
        })
    client.pipe(upstream).pipe(client)
  })
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const authority = join(folder, 'ca.pem')
  writeFileSync(authority, certificate.cert)
  return { port: (server.address() as AddressInfo).port, authority }
}

/** What a password may be: with what is special in a URL. */
const password = 's3cret:w@rd/'
const user = `ada:${encodeURIComponent(password)}@`
const at = (port: number, options: string, host = '127.0.0.1'): string => `esdb://${user}${host}:${port}?${options}`

describe('a server with TLS', () => {
  it.each(['127.0.0.1', 'localhost'])('is used over it as %s, with the credentials', async (host) => {
    const { relay, open } = scene()
    const { port, authority } = await secured()
    const log = await open({ connectionString: at(port, `tlsCAFile=${encodeURIComponent(authority)}`, host) })
    await right(log.append(one('a')))
    const { events } = await right(log.readStream('a', { direction: 'forwards', limit: 1 }))
    expect(events).toHaveLength(1)
    const basic = `Basic ${Buffer.from(`ada:${password}`).toString('base64')}`
    expect(relay.appends.map(({ metadata }) => metadata.get('authorization'))).toEqual([[basic], [basic]])
  })

  it.each([
    ['whose authority is not trusted', 'tls=true'],
    ['whose authority is another than the one in tlsCAFile', 'other'],
    ['where none is expected', 'tls=false'],
  ])('%s is not used, and the reason has no secret in it', async (_how, options) => {
    const { relay, folder, open } = scene()
    const { port } = await secured()
    const other = join(folder, 'other.pem')
    writeFileSync(other, makeCertificate().cert)
    const connectionString = at(port, options === 'other' ? `tlsCAFile=${other}` : options)
    const failed = await open({ connectionString, openMs: 300 }).catch((error: unknown) => error)
    expect(failed).toBeInstanceOf(Error)
    expect(String(failed)).toMatch(/the log cannot be reached: /)
    if (options !== 'tls=false') expect(String(failed)).toMatch(/certificate/)
    expect(String(failed)).not.toContain('s3cret')
    expect(relay.appends).toEqual([])
  })

  it('that cannot be named, since the file is not there, is refused by the file', async () => {
    const { port } = await secured()
    const failed = await scene()
      .open({ connectionString: at(port, 'tlsCAFile=/nowhere/ca.pem') })
      .catch((error: unknown) => error)
    expect(String(failed)).toMatch(/tlsCAFile that cannot be read: ENOENT/)
    expect(String(failed)).not.toContain('s3cret')
  })
})

describe('a server without TLS', () => {
  it('is not sent the credentials', async () => {
    const { relay, open } = scene()
    const log = await open({ connectionString: at(relay.port, 'tls=false') })
    await right(log.append(one('a')))
    expect(relay.appends.map(({ metadata }) => metadata.get('authorization'))).toEqual([[], []])
  })

  it('is not used where TLS is expected, which it is unless something else is said', async () => {
    const { relay, open } = scene()
    const failed = await open({ connectionString: at(relay.port, ''), openMs: 300 }).catch((error: unknown) => error)
    expect(String(failed)).toMatch(/the log cannot be reached: /)
    expect(relay.appends).toEqual([])
  })
})
