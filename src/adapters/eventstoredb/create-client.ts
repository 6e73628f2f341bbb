import { readFileSync } from 'node:fs'
import * as E from 'fp-ts/lib/Either.js'
import { EventStoreDBClient } from '@eventstore/db-client'
import { parseConnectionString } from './connection-string.js'
import type { ServerAddress } from './connection-string.js'

/** The connection string, or a file that it names, cannot be used. Its message repeats no part of the string but those files. */
export class ConnectionStringError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'ConnectionStringError'
  }
}

/** @throws ConnectionStringError */
export const addressOf = (connectionString: string): ServerAddress => {
  const address = parseConnectionString(connectionString)
  if (E.isRight(address)) return address.right
  throw new ConnectionStringError(address.left)
}

/**
 * Makes clients of these servers; the certificates are read once. A client is made from the parts and not from the string, which it would print for
 * `DEBUG=esdb:*`; nor are the user's key and certificate, which it prints as well, enumerable.
 * @throws ConnectionStringError where a certificate cannot be read.
 */
export const clientMaker = ({ discover, hosts, credentials, options }: ServerAddress): (() => EventStoreDBClient) => {
  const { tls, tlsCAFile, userCertFile, userKeyFile, streamPrefix: _ours, ...settings } = options
  const [host] = hosts
  if (host === undefined) throw new ConnectionStringError('must name a host')
  const channel = { insecure: tls === false }
  for (const [name, field, file] of [
    ['tlsCAFile', 'rootCertificate', tlsCAFile],
    ['userCertFile', 'userCertFile', userCertFile],
    ['userKeyFile', 'userKeyFile', userKeyFile],
  ] as const)
    if (file !== undefined && tls !== false)
      Object.defineProperty(channel, field, { value: readCertificate(name, file), enumerable: false })
  if (discover) return () => new EventStoreDBClient({ ...settings, discover: host }, channel, credentials)
  if (hosts.length > 1)
    return () => new EventStoreDBClient({ ...settings, endpoints: [...hosts] }, channel, credentials)
  return () => new EventStoreDBClient({ ...settings, endpoint: host }, channel, credentials)
}

const readCertificate = (name: string, file: string): Buffer => {
  try {
    return readFileSync(file)
  } catch (error) {
    const { code = 'it is no file' } = error as NodeJS.ErrnoException
    throw new ConnectionStringError(`names a ${name} that cannot be read: ${code}`)
  }
}
