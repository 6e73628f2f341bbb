import type { Subject } from '../../domain/event.js'
import type { Transport } from '../transport.js'
import type { Outbox } from './outbox.js'
import { subjectKey } from './subject-key.js'

/** Writes that are waited for go behind what `emitSoon` took before about the same subjects; they fail as Unavailable where that is not there after so many ms, as Closed where the client is closed first. */
export const behindOutbox = (transport: Transport, outbox: () => Outbox | undefined, limitMs: number): Transport => {
  const behind = async <A>(subjects: readonly Subject[], write: () => Promise<A>): Promise<A> => {
    const before = outbox()
    if (before !== undefined)
      for (const subject of subjects) {
        const settled = before.settled(subjectKey(subject), limitMs)
        if (settled !== undefined) await settled
      }
    return write()
  }
  return {
    ...transport,
    emit: (event) => behind([event.subject], () => transport.emit(event)),
    emitMany: (events) =>
      behind(
        events.map(({ subject }) => subject),
        () => transport.emitMany(events),
      ),
    recordState: (subject, input) => behind([subject], () => transport.recordState(subject, input)),
    restore: (subject, input) => behind([subject], () => transport.restore(subject, input)),
  }
}
