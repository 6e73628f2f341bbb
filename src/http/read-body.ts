import type { IncomingMessage } from 'node:http'
import type { Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import * as E from 'fp-ts/lib/Either.js'
import { invalidInput } from '../domain/errors.js'
import type { HttpError } from './http-error.js'

/** Whether the body is gzip; any other Content-Encoding is refused. */
export const isGzip = (request: IncomingMessage): E.Either<HttpError, boolean> => {
  const encoding = request.headers['content-encoding']
  if (encoding === undefined) return E.right(false)
  const name = encoding.trim().toLowerCase()
  if (name === 'gzip' || name === 'x-gzip') return E.right(true)
  return name === 'identity' ? E.right(false) : E.left({ _tag: 'UnsupportedEncoding', received: encoding })
}

/**
 * The whole body, inflated: at most `limitBytes` (`PayloadTooLarge` otherwise; never more than that is held in memory). What is left of a
 * body that was refused is read and thrown away, since most clients read an answer only when they have sent everything.
 */
export const readBody = async (request: IncomingMessage, limitBytes: number): Promise<E.Either<HttpError, Buffer>> => {
  const gzip = isGzip(request)
  if (E.isLeft(gzip)) return gzip
  if (Number(request.headers['content-length']) > limitBytes) return tooLarge(limitBytes)
  const body = gzip.right ? await inflated(request, limitBytes) : await collect(request, request, limitBytes)
  if (E.isLeft(body)) request.resume()
  return body
}

const inflated = (request: IncomingMessage, limitBytes: number): Promise<E.Either<HttpError, Buffer>> => {
  const gunzip = createGunzip()
  request.pipe(gunzip)
  return collect(request, gunzip, limitBytes).finally(() => {
    request.unpipe(gunzip)
    gunzip.destroy()
  })
}

const collect = (
  request: IncomingMessage,
  source: Readable,
  limitBytes: number,
): Promise<E.Either<HttpError, Buffer>> =>
  new Promise((resolve) => {
    const chunks: Buffer[] = []
    let bytes = 0
    let first: Buffer | undefined
    const settle = (result: E.Either<HttpError, Buffer>): void => {
      source.removeListener('data', onData)
      source.removeListener('end', onEnd)
      source.removeListener('error', onError)
      request.removeListener('close', onClose)
      source.on('error', ignore)
      resolve(result)
    }
    const onData = (chunk: Buffer): void => {
      bytes += chunk.length
      if (bytes > limitBytes) {
        settle(tooLarge(limitBytes))
        return
      }
      if (first === undefined) first = chunk
      else chunks.push(chunk)
    }
    const onEnd = (): void =>
      settle(E.right(first === undefined || chunks.length > 0 ? Buffer.concat([first ?? empty, ...chunks]) : first))
    const onError = (): void => settle(E.left(source === request ? { _tag: 'RequestAborted' } : damagedGzip))
    const onClose = (): void => {
      if (!request.complete) settle(E.left({ _tag: 'RequestAborted' }))
    }
    source.on('data', onData)
    source.on('end', onEnd)
    source.on('error', onError)
    request.on('close', onClose)
  })

const tooLarge = (limitBytes: number): E.Either<HttpError, never> =>
  E.left({ _tag: 'PayloadTooLarge', field: '', limitBytes })

export const damagedGzip: HttpError = invalidInput('', 'is not valid gzip data')

const empty = Buffer.alloc(0)
const ignore = (): void => undefined
