import { exitCodes } from '../cli/failure.js'

/**
 * Answers the signal that SIGINT and SIGTERM abort from the first call on (until then they end the process as ever). A second SIGINT ends it at once.
 */
export const createInterruption = (): (() => AbortSignal) => {
  let controller: AbortController | undefined
  return () => {
    if (controller !== undefined) return controller.signal
    const created = new AbortController()
    controller = created
    process.on('SIGTERM', () => created.abort())
    process.on('SIGINT', () => {
      if (created.signal.aborted) process.exit(exitCodes.interrupted)
      created.abort()
    })
    return created.signal
  }
}
