import type { EventInput } from '../../../src/domain/event.js'
import { seededRandom } from '../random.js'
import { scaleCounts, scaleValues } from './scale-events.js'

/** Events of now, one after another, with values as those of the synthetic log have them; half of the tenants' are the largest one's. */
export const newEvents = (
  events: number,
  seed: number,
): (() => { readonly tenant: string; readonly event: EventInput }) => {
  const random = seededRandom(seed)
  const counts = scaleCounts(events)
  // The third power of a random number prefers the small ones, somewhat as the log does.
  const any = (count: number): number => Math.floor(random() ** 3 * count)
  return () => {
    const tenant = scaleValues.tenant(random() < 0.5 ? 0 : any(counts.tenant))
    const event: EventInput = {
      subject: {
        type: scaleValues.subjectType(any(counts.subjectType)),
        id: scaleValues.subjectId(any(counts.subjectId)),
      },
      verb: scaleValues.verb(any(counts.verb)),
      actor: { type: 'user', id: scaleValues.actorId(any(counts.actorId)) },
      channel: scaleValues.channel(any(counts.channel)),
      transactionId: `new-${Math.floor(random() * 1_000_000)}`,
      context: { entryPoint: 'http', method: 'PATCH', path: '/api/things' },
      data: { note: 'what else there is to say of what has just happened', size: any(1_000) },
    }
    return { tenant, event }
  }
}
