import { Buffer } from 'node:buffer'
import { randomUUID } from 'node:crypto'
import { identityStream } from '../../ports/reserved-names.js'
import { callAppend } from './append-call.js'
import type { Connection } from './connection.js'
import { readStreamPage } from './read-call.js'

const eventType = 'annals.log.identified'
const deadlineMs = 5_000

/** The id that this log was given by the first Annals that used it. Rejects where the log cannot be reached. */
export const readLogIdentity = async (connection: Connection): Promise<string> => {
  const found = await storedIdentity(connection)
  if (found !== undefined) return found
  const nothing = Buffer.alloc(0)
  const event = { id: randomUUID(), type: eventType, isJson: true, data: Buffer.from('{}'), metadata: nothing }
  await callAppend(await connection.session(), identityStream, -1, [event], deadlineMs)
  // Whoever was first.
  const made = await storedIdentity(connection)
  if (made === undefined) throw new Error(`the stream ${identityStream} does not keep what is appended to it`)
  return made
}

/** Undefined where no Annals has used the log. */
export const storedIdentity = async (connection: Connection): Promise<string | undefined> =>
  (await readStreamPage(connection, identityStream, 'forwards', undefined, 1)).events[0]?.id

/** The server holds another log than the data folder was made from: put back from nothing, or another server's address. */
export class AnotherLogError extends Error {
  constructor(found: string, expected: string) {
    super(`the server holds the log ${found}, but this data folder belongs to the log ${expected}`)
    this.name = 'AnotherLogError'
  }
}

/** Whether the server still is the one that the data folder belongs to. */
export interface Identification {
  /** Rejects with an AnotherLogError where it is not, and with the call's error where it cannot be reached. */
  readonly check: () => Promise<void>
  /** What the last check that was answered found to be wrong. */
  readonly mismatch: () => AnotherLogError | undefined
}

export const createIdentification = (connection: Connection, logId: string): Identification => {
  let mismatch: AnotherLogError | undefined
  return {
    check: async () => {
      const found = await storedIdentity(connection)
      // A server without an identity is not given this one's: it has lost the log, or never had it.
      mismatch = found === logId ? undefined : new AnotherLogError(found ?? 'of nobody', logId)
      if (mismatch !== undefined) throw mismatch
    },
    mismatch: () => mismatch,
  }
}
