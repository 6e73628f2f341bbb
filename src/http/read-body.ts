import type { IncomingMessage } from 'node:http'
import type { Readable } from 'node:stream'
import * as E from 'fp-ts/lib/Either.js'
import type { Decoder } from './content-encoding.js'
import { codingOf, decode } from './content-encoding.js'
import { gathered } from './gathered.js'
import type { HttpError } from './http-error.js'

/**
 * The whole body, decoded: at most `limitBytes` (`PayloadTooLarge` otherwise; never more than that is held in memory), of which hardly more are
 * read where it is coded, whatever they come to. What is left of a body that was refused is read and thrown away, since most clients read an answer
 * only when they have sent everything.
 */
export const readBody = async (request: IncomingMessage, limitBytes: number): Promise<E.Either<HttpError, Buffer>> => {
  const coding = codingOf(request)
  if (E.isLeft(coding)) return coding
  const readMax = coding.right === undefined ? limitBytes : codedMax(limitBytes)
  if (Number(request.headers['content-length']) > readMax) return tooLarge(limitBytes)
  const body =
    coding.right === undefined
      ? await collect(request, request, limitBytes)
      : await decoded(request, decode(request, coding.right), limitBytes)
  if (E.isLeft(body)) request.resume()
  return body
}

/** What cannot be compressed grows by less than this. */
const codedMax = (limitBytes: number): number => limitBytes + Math.ceil(limitBytes / 1_024) + 1_024

const decoded = (
  request: IncomingMessage,
  decoder: Decoder,
  limitBytes: number,
): Promise<E.Either<HttpError, Buffer>> => collect(request, decoder.stream, limitBytes, decoder).finally(decoder.stop)

const collect = (
  request: IncomingMessage,
  source: Readable,
  limitBytes: number,
  decoder?: Decoder,
): Promise<E.Either<HttpError, Buffer>> =>
  new Promise((resolve) => {
    const body = gathered()
    let bytes = 0
    const settle = (result: E.Either<HttpError, Buffer>): void => {
      source.removeListener('data', onData)
      source.removeListener('end', onEnd)
      source.removeListener('error', onError)
      request.removeListener('close', onClose)
      request.removeListener('data', onCoded)
      source.on('error', ignore)
      resolve(result)
    }
    const onData = (chunk: Buffer): void => {
      bytes += chunk.length
      if (bytes > limitBytes) {
        settle(tooLarge(limitBytes))
        return
      }
      body.add(chunk)
    }
    /** Coded data can go on without end and come to nothing. */
    const onCoded = (): void => {
      if (decoder !== undefined && decoder.codedBytes() > codedMax(limitBytes)) settle(tooLarge(limitBytes))
    }
    const onEnd = (): void => {
      const damage = decoder?.damage()
      settle(damage === undefined ? E.right(body.all()) : E.left(damage))
    }
    const onError = (error: unknown): void => settle(E.left(decoder?.damage(error) ?? { _tag: 'RequestAborted' }))
    const onClose = (): void => {
      if (!request.readableEnded) settle(E.left({ _tag: 'RequestAborted' }))
    }
    source.on('data', onData)
    source.on('end', onEnd)
    source.on('error', onError)
    request.on('close', onClose)
    if (decoder !== undefined) request.on('data', onCoded)
    if (request.destroyed) onClose()
  })

const tooLarge = (limitBytes: number): E.Either<HttpError, never> =>
  E.left({ _tag: 'PayloadTooLarge', field: '', limitBytes })

const ignore = (): void => undefined
