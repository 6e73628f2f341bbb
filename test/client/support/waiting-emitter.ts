import type { AnnalsClient, EmitInput, Emitter } from '../../../src/client/index.js'

export interface WaitingEmitter extends Emitter {
  /** Those given so far, once there are so many and each is stored or refused. */
  readonly given: (count: number) => Promise<readonly EmitInput[]>
}

/** Passes events on, and lets tests wait for them: those who capture do not. */
export const waitingEmitter = (client: Pick<AnnalsClient, 'emit'>): WaitingEmitter => {
  const events: EmitInput[] = []
  let settled = 0
  let waiting: (() => void)[] = []
  const settle = (): void => {
    settled++
    const woken = waiting
    waiting = []
    for (const wake of woken) wake()
  }
  return {
    emit: (event) => {
      events.push(event)
      const stored = client.emit(event)
      stored.then(settle, settle)
      return stored
    },
    given: async (count) => {
      while (settled < count) await new Promise<void>((resolve) => waiting.push(resolve))
      return events
    },
  }
}
