import { setImmediate } from 'node:timers/promises'
import type { AnnalsClient } from '../client/annals-client.js'

export interface CloseOnSignalsOptions {
  /** SIGTERM and SIGINT by default. */
  readonly signals?: readonly NodeJS.Signals[] | undefined
  /** How long what waits may take to get to the store (default 5,000 ms). */
  readonly limitMs?: number | undefined
}

type Listener = (signal: NodeJS.Signals) => void

/** A process has its signals once, and so are these: of all its clients. */
const listeners = new Set<Listener>()
const closing = new Set<Promise<void>>()

/**
 * Closes a client when the process is asked to end, so that what waits is delivered or spooled first. Once the last of the clients that are closed so is closed, the process ends by that signal, unless somebody else
 * listens to it, who then ends it. A client that cannot be closed is told as a warning of the process. Answers how to take this back.
 */
export const closeOnSignals = (
  client: Pick<AnnalsClient, 'close'>,
  options: CloseOnSignalsOptions = {},
): (() => void) => {
  const { signals = ['SIGTERM', 'SIGINT'], limitMs } = options
  const leave = (): void => {
    listeners.delete(end)
    for (const each of signals) process.off(each, end)
  }
  const end: Listener = (signal) => {
    const isOurs = process.listeners(signal).every((each) => listeners.has(each))
    leave()
    const closed = close(client, limitMs).then(() => {
      closing.delete(closed)
      if (isOurs && closing.size === 0) process.kill(process.pid, signal)
    })
    closing.add(closed)
  }
  listeners.add(end)
  for (const each of signals) process.on(each, end)
  return leave
}

/** Never rejects. */
const close = async (client: Pick<AnnalsClient, 'close'>, limitMs: number | undefined): Promise<void> => {
  try {
    await client.close({ limitMs })
  } catch (error) {
    process.emitWarning(error instanceof Error ? error : String(error))
    // It is written before the process ends.
    await setImmediate()
  }
}
