import type { IncomingMessage } from 'node:http'
import type { Readable, Writable } from 'node:stream'
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib'
import * as E from 'fp-ts/lib/Either.js'
import { invalidInput } from '../domain/errors.js'
import type { HttpError } from './http-error.js'

/** The content codings that a body may have (RFC 9110, section 8.4.1; `br` is RFC 7932). */
export type Coding = 'gzip' | 'br' | 'deflate'

/** Answered where another one was sent. */
export const acceptedCodings = 'gzip, br, deflate, identity'

const codings: ReadonlyMap<string, Coding | undefined> = new Map([
  ['identity', undefined],
  ['gzip', 'gzip'],
  ['x-gzip', 'gzip'],
  ['br', 'br'],
  ['deflate', 'deflate'],
])

/** How the body is coded, undefined where it is as it is. Any other coding, and one upon another, is refused. */
export const codingOf = (request: IncomingMessage): E.Either<HttpError, Coding | undefined> => {
  const received = request.headers['content-encoding']
  if (received === undefined) return E.right(undefined)
  const name = received.trim().toLowerCase()
  return codings.has(name) ? E.right(codings.get(name)) : E.left({ _tag: 'UnsupportedEncoding', received })
}

/** The body's bytes as they were before they were coded. */
export interface Decoder {
  readonly stream: Readable & Writable
  /** Bytes of the request that were read so far. */
  readonly codedBytes: () => number
  /** Once the stream has ended or failed: what is wrong with the coded bytes, if anything is. */
  readonly damage: (error?: unknown) => HttpError | undefined
  /** Reads nothing more. */
  readonly stop: () => void
}

/** Reads the request no faster than the decoded bytes are taken. */
export const decode = (request: IncomingMessage, coding: Coding): Decoder => {
  const engine = engines[coding]()
  let fed = 0
  const count = (chunk: Buffer): void => void (fed += chunk.length)
  request.on('data', count)
  request.pipe(engine)
  return {
    stream: engine,
    codedBytes: () => fed,
    damage: (error) => {
      if (error !== undefined) return damaged(coding, isTooShort(error) ? 'ends too early' : 'is not valid')
      // Node takes whatever follows the end of the data for padding; but somebody may have put two bodies together.
      return engine.bytesWritten < fed ? damaged(coding, 'goes on behind its end') : undefined
    },
    stop: () => {
      request.removeListener('data', count)
      request.unpipe(engine)
      engine.destroy()
    },
  }
}

const engines = { gzip: () => createGunzip(), br: () => createBrotliDecompress(), deflate: () => createInflate() }

const names: Readonly<Record<Coding, string>> = { gzip: 'gzip', br: 'Brotli', deflate: 'zlib' }

const damaged = (coding: Coding, what: string): HttpError =>
  invalidInput(
    '',
    what === 'is not valid' ? `is not valid ${names[coding]} data` : `is ${names[coding]} data that ${what}`,
  )

const isTooShort = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'Z_BUF_ERROR'
