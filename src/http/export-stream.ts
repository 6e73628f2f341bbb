import { once } from 'node:events'
import { createGzip } from 'node:zlib'
import type { Response } from 'express'
import { commonHeaders } from './answer.js'
import { drained, giveUpAfter } from './drained.js'

/** A long answer, written as its reader takes it, plain or gzip. */
export interface ExportStream {
  /** Resolves once more can be written, or the reader is gone. */
  readonly write: (text: string) => Promise<void>
  readonly isGone: () => boolean
  /** Ends it as whole, with the trailers that its head declared. */
  readonly finish: (trailers: Readonly<Record<string, string>>) => Promise<void>
  /** Breaks it off, so that nobody takes it for whole. */
  readonly cut: () => void
}

export interface ExportHead {
  readonly contentType: string
  readonly filename: string
  readonly gzip: boolean
  readonly trailers: readonly string[]
}

/** How long a reader may take nothing at all. */
const stalledMs = 120_000

export const sendExportHead = (response: Response, { contentType, filename, gzip, trailers }: ExportHead): void => {
  response.writeHead(200, {
    ...commonHeaders,
    'content-type': contentType,
    'content-disposition': `attachment; filename="${filename}"`,
    vary: 'accept-encoding',
    ...(gzip ? { 'content-encoding': 'gzip' } : {}),
    ...(trailers.length > 0 && hasTrailers(response) ? { trailer: trailers.join(', ') } : {}),
  })
}

/** Trailers come behind a chunked body: not with HTTP/1.0, nor where there is no body. */
const hasTrailers = ({ req }: Response): boolean => req.method !== 'HEAD' && req.httpVersion !== '1.0'

export const openExport = (response: Response, head: ExportHead): ExportStream => {
  sendExportHead(response, head)
  const gzip = head.gzip ? createGzip() : undefined
  gzip?.pipe(response, { end: false })
  gzip?.once('close', () => {
    if (!gzip.readableEnded) response.destroy()
  })
  response.once('close', () => gzip?.destroy())
  const target = gzip ?? response
  const isGone = (): boolean => response.destroyed || target.destroyed
  return {
    isGone,
    write: async (text) => {
      if (!isGone() && !target.write(text)) await drained(target, stalledMs)
    },
    finish: async (trailers) => {
      if (isGone()) return
      giveUpAfter(response, stalledMs)
      if (gzip !== undefined) {
        const over = Promise.race([once(gzip, 'end'), once(response, 'close')])
        gzip.end()
        await over
      }
      if (response.destroyed) return
      if (hasTrailers(response)) response.addTrailers(trailers)
      response.end()
    },
    cut: () => response.destroy(),
  }
}
