import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import type { StoredEvent } from '../domain/event.js'
import type { AppendError, AppendResult } from '../ports/event-log.js'
import type { DoorPorts, ProposedAppend, Refused } from './door.js'
import { doorError } from './door-error.js'
import { findStored } from './known-ids.js'
import { fromReadError } from './error-mapping.js'

/**
 * What is known of the events of an append by their ids: nothing (undefined); or they were stored already where they are to go, then the answer of the first time.
 * Whatever else is known of one of them is a refusal: an id is stored once in a tenant.
 */
export const knownEvents = async (
  ports: Pick<DoorPorts, 'eventLog' | 'unchangedMemory'>,
  { stream, expected, decoded }: ProposedAppend,
): Promise<Either<Refused | AppendError, AppendResult | undefined>> => {
  const found: StoredEvent[] = []
  for (const { tenant, id } of decoded) {
    const stored = await findStored(ports, tenant, id)
    if (E.isLeft(stored)) return E.left(doorError(stored.left, stream))
    if (stored.right !== undefined) found.push(stored.right.event)
    const remembered = await ports.unchangedMemory.find(tenant, id)()
    if (E.isLeft(remembered)) return E.left(doorError(fromReadError(remembered.left), stream))
    if (remembered.right !== undefined) return refused(id, 'was that of a request that changed nothing')
  }
  const [first] = found
  const last = found.at(-1)
  if (first === undefined || last === undefined) return E.right(undefined)
  const elsewhere = found.find((event) => event.stream !== stream)
  if (elsewhere !== undefined) return refused(elsewhere.id, `is that of an event in stream ${elsewhere.stream}`)
  if (found.length < decoded.length) return refused(first.id, 'is stored already, and others of this append are not')
  const at = expected === 'none' ? 0 : typeof expected === 'number' ? expected + 1 : undefined
  const isThere = at === undefined || found.every(({ revision }, index) => revision === at + index)
  return isThere
    ? E.right({
        streams: [{ stream, firstRevision: first.revision, lastRevision: last.revision }],
        position: Number(last.position),
      })
    : refused(first.id, `is stored already, as revision ${first.revision}`)
}

const refused = (id: string, what: string): Either<Refused, never> =>
  E.left({ _tag: 'Refused', reason: `the id ${id} ${what}` })
