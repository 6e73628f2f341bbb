import { openSpool } from '../adapters/spool/open-spool.js'
import { refuse } from '../client/client-failure.js'
import type { SpoolSource } from '../ports/spool.js'

export { closeOnSignals } from './close-on-signals.js'
export type { CloseOnSignalsOptions } from './close-on-signals.js'
export type { RefusedLetter, SpoolDamage, SpoolSource } from '../ports/spool.js'

export interface SpoolOptions {
  /** A folder of its own on a local disk; made where it is missing. */
  readonly folder: string
  /** Of all that it holds on disk: 1 MiB at least, 1 GiB by default. */
  readonly maxBytes?: number | undefined
}

const minBytes = 1024 * 1024
const defaultBytes = 1024 * 1024 * 1024

/**
 * A place on this machine's disk where a client's events wait for the store: `createClient({ url, whenUnavailable: spool({ folder }) })`. One process owns it at a time, from the client's first call to its `close`.
 * Throws a ClientFailure (InvalidInput) for an option that makes no sense.
 */
export const spool = ({ folder, maxBytes = defaultBytes }: SpoolOptions): SpoolSource => {
  if (typeof folder !== 'string' || folder === '')
    refuse([{ field: 'folder', message: 'must be the path of a folder' }])
  if (!Number.isSafeInteger(maxBytes) || maxBytes < minBytes)
    refuse([{ field: 'maxBytes', message: `must be an integer from ${minBytes}` }])
  return {
    folder,
    open: (onDamage) =>
      openSpool({
        folder,
        bytesMax: maxBytes,
        segmentBytesMax: Math.min(8 * 1024 * 1024, Math.floor(maxBytes / 8)),
        owner: { pid: process.pid, command: 'annals/spool', startedAt: new Date().toISOString() },
        onDamage,
      }),
  }
}
