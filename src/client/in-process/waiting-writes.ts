import { subjectLines } from '../../application/subject-lines.js'
import type { Subject } from '../../domain/event.js'
import { ClientFailure } from '../client-failure.js'
import type { BackOff } from '../jittered-ms.js'
import { jitteredMs } from '../jittered-ms.js'
import { subjectKey } from '../subject-key.js'
import type { Transport } from '../transport.js'

export interface WaitingPorts extends BackOff {
  readonly random: () => number
  readonly pause: (ms: number, signal: AbortSignal) => Promise<void>
  readonly closed: AbortSignal
}

/** Writes are repeated for as long as the store says that it takes nothing now; those about one subject keep their order. */
export const waitingWrites = (transport: Transport, ports: WaitingPorts): Transport => {
  const { random, pause, closed } = ports
  const lines = subjectLines()
  const persist = async <A>(write: () => Promise<A>): Promise<A> => {
    for (let failures = 1; ; failures++) {
      try {
        return await write()
      } catch (failure) {
        if (!(failure instanceof ClientFailure) || !isPassing(failure) || closed.aborted) throw failure
        await pause(Math.floor(jitteredMs(ports, random, failures)), closed)
      }
    }
  }
  const inLine = <A>(subjects: readonly Subject[], write: () => Promise<A>): Promise<A> =>
    lines.run([...new Set(subjects.map(subjectKey))], () => persist(write))
  return {
    ...transport,
    emit: (event) => inLine([event.subject], () => transport.emit(event)),
    emitMany: (events) =>
      inLine(
        events.map(({ subject }) => subject),
        () => transport.emitMany(events),
      ),
    recordState: (subject, input) => inLine([subject], () => transport.recordState(subject, input)),
    restore: (subject, input) => inLine([subject], () => transport.restore(subject, input)),
  }
}

const isPassing = ({ error }: ClientFailure): boolean => error._tag === 'Unavailable' || error._tag === 'Overloaded'
