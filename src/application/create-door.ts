import * as E from 'fp-ts/lib/Either.js'
import { admitActivitiesOnce } from './admit-activities.js'
import { admitChangesOnce } from './admit-changes.js'
import type { Admission, Door, DoorPorts, ProposedAppend } from './door.js'
import { idInTenant } from './ids-under-way.js'
import type { WriteContext } from './write-context.js'

/** Emitters may be quicker, one after another. */
const maxAttempts = 10

export const createDoor = (ports: DoorPorts, context: WriteContext): Door => {
  const { lines, states, ids } = context

  const admit = async (append: ProposedAppend, onSent: () => void): Promise<Admission> => {
    const { stream, decoded } = append
    const given = [...new Set(decoded.map(({ id, tenant }) => idInTenant(tenant, id)))]
    if (given.length < decoded.length) return E.left({ _tag: 'Refused', reason: 'two of its events have the same id' })
    const once = decoded[0].kind === 'change' ? admitChangesOnce : admitActivitiesOnce
    for (let attempt = 1; attempt <= maxAttempts; attempt += 1) {
      const answer = await lines.run([stream], (release) =>
        ids.run(given, () =>
          once(ports, context, append, () => {
            release()
            onSent()
          }),
        ),
      )
      if (answer !== 'again') return answer
    }
    return E.left({ _tag: 'LogUnavailable', reason: `stream ${stream} is being written by somebody else` })
  }

  return {
    admit,
    alone: (stream, work) =>
      lines.run([stream], async (release) => {
        const state = states.get(stream)
        if (state !== undefined) await states.allAnswered(state)
        states.forget(stream)
        return work(release)
      }),
  }
}
