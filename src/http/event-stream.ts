import type { Response } from 'express'
import { commonHeaders } from './answer.js'
import { drained, giveUpAfter } from './drained.js'
import { answeredForGood } from './measure-requests.js'

/**
 * Server-sent events (HTML Standard, section 9.2) as they are written to one client. Nothing is buffered here beyond the text that is being
 * written: the next piece waits until the client has taken most of this one.
 */
export interface EventStream {
  /** Resolves once more can be written, or the client is gone. A client that takes nothing at all for `stalledMs` is cut off. */
  readonly write: (text: string) => Promise<void>
  /** Says that the connection lives, where nothing else says so. */
  readonly beat: () => void
  readonly end: (text?: string) => void
  /** The client was cut off, since it took nothing. */
  readonly hasStalled: () => boolean
}

/** What proxies and browsers need to be told so that they pass on each event as it comes. */
const headers = {
  ...commonHeaders,
  'cache-control': 'no-store, no-transform',
  'content-type': 'text/event-stream; charset=utf-8',
  'x-accel-buffering': 'no',
} as const

export const sendStreamHead = (response: Response): void => {
  response.writeHead(200, headers)
  response.flushHeaders()
  answeredForGood(response)
}

export const openEventStream = (response: Response, stalledMs: number): EventStream => {
  let stalled = false
  const end = (text?: string): void => {
    if (response.destroyed || response.writableEnded) return
    response.end(text)
    giveUpAfter(response, stalledMs)
  }
  return {
    write: async (text) => {
      if (response.destroyed || response.writableEnded || response.write(text)) return
      stalled ||= await drained(response, stalledMs)
    },
    beat: () => {
      if (!response.destroyed && !response.writableEnded && response.writableLength === 0) response.write(':\n\n')
    },
    end,
    hasStalled: () => stalled,
  }
}

/** An event of a name of its own: no reader takes it for one of the feed, and it has no id to go on from. */
export const namedEvent = (name: string, data: Readonly<Record<string, unknown>>): string =>
  `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`
