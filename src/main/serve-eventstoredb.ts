import type { Endpoint } from '../wire/endpoint.js'
import type { Store } from './open-store.js'

export interface EventStoreDbOptions {
  /** 0 takes any free port. */
  readonly port: number
  /** `off` lets clients write anything to any stream. */
  readonly guard: 'on' | 'off'
}

/** Serves an open store's log to clients of EventStoreDB. Rejects with the system's error where the port is taken. */
export const serveEventStoreDb = async (
  { eventLog, door, metrics }: Store,
  { port, guard }: EventStoreDbOptions,
  onWarning: (warning: string) => void,
): Promise<Endpoint> => {
  // Loaded where it is wanted alone: the protocol's definitions take longer than all the rest.
  const [{ startEndpoint }, { annalsGuard }, { noGuard }] = await Promise.all([
    import('../wire/endpoint.js'),
    import('../wire/annals-guard.js'),
    import('../wire/guard.js'),
  ])
  return startEndpoint({
    eventLog,
    guard: guard === 'on' ? annalsGuard(door) : noGuard(door),
    port,
    metrics,
    onWarning,
  })
}
