import type { AnnalsClient } from '../client/annals-client.js'

export interface CloseOnSignalsOptions {
  /** SIGTERM and SIGINT by default. */
  readonly signals?: readonly NodeJS.Signals[] | undefined
  /** How long what waits may take to get to the store (default 5,000 ms). */
  readonly limitMs?: number | undefined
}

/**
 * Closes a client when the process is asked to end, so that what waits is delivered or spooled first. Then the process ends by that signal, unless somebody else listens to it, who then
 * ends it. Answers how to take this back.
 */
export const closeOnSignals = (
  client: Pick<AnnalsClient, 'close'>,
  options: CloseOnSignalsOptions = {},
): (() => void) => {
  const { signals = ['SIGTERM', 'SIGINT'], limitMs } = options
  const end = (signal: NodeJS.Signals): void => {
    for (const each of signals) process.off(each, end)
    const others = process.listenerCount(signal)
    void client.close({ limitMs }).finally(() => {
      if (others === 0) process.kill(process.pid, signal)
    })
  }
  for (const each of signals) process.on(each, end)
  return () => {
    for (const each of signals) process.off(each, end)
  }
}
