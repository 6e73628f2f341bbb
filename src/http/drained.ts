import type { ServerResponse } from 'node:http'
import type { Writable } from 'node:stream'

/**
 * Resolves once a stream takes more, or is over. One of which nothing at all is taken for `stalledMs` is destroyed: its reader has gone
 * without a word, or does not mean to read on.
 * @returns whether it was destroyed for that
 */
export const drained = (target: Writable, stalledMs: number): Promise<boolean> =>
  new Promise((resolve) => {
    let unread = target.writableLength
    let stalled = false
    const look = setInterval(() => {
      if (target.writableLength >= unread) {
        stalled = true
        target.destroy()
      }
      unread = target.writableLength
    }, stalledMs)
    const done = (): void => {
      clearInterval(look)
      target.removeListener('drain', done)
      target.removeListener('close', done)
      resolve(stalled)
    }
    target.on('drain', done)
    target.on('close', done)
  })

/** From now on who does not take the rest of an answer is not waited for longer than this. */
export const giveUpAfter = (response: ServerResponse, ms: number): void => {
  const timer = setTimeout(() => response.destroy(), ms)
  response.once('close', () => clearTimeout(timer))
}
