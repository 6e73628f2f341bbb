import type { Writable } from 'node:stream'
import type { WriteStream } from 'node:tty'
import type { Output } from '../cli/environment.js'
import { OutputClosed } from '../cli/failure.js'

/** Standard output or error. Colours only on a terminal, and not where NO_COLOR (https://no-color.org) or a dumb terminal says no. */
export const outputOf = (stream: WriteStream, environment: Readonly<Record<string, string | undefined>>): Output => {
  let closed = false
  const waiting = new Set<() => void>()
  const wake = (): void => {
    for (const each of waiting) each()
    waiting.clear()
  }
  stream.on('error', () => {
    // EPIPE: nobody reads any more. Other failures of a standard stream cannot be told to anybody either.
    closed = true
    wake()
  })
  stream.on('drain', wake)

  const write = async (text: string): Promise<void> => {
    if (closed) throw new OutputClosed()
    if (!stream.write(text)) await new Promise<void>((resolve) => waiting.add(resolve))
    // Set by the listener above while this waited.
    if (closed as boolean) throw new OutputClosed()
  }

  const isTty = stream.isTTY
  return {
    isTty,
    get columns() {
      return isTty ? stream.columns : undefined
    },
    color: isTty && (environment['NO_COLOR'] ?? '') === '' && environment['TERM'] !== 'dumb',
    write,
  }
}

/** Resolves once all that was written is out, or nobody takes it any more: a pipe takes what its reader has room for, and an exit drops the rest. */
export const flushed = (stream: Writable): Promise<void> =>
  new Promise((resolve) => {
    if (stream.writableLength === 0) resolve()
    else stream.write('', () => resolve())
  })
