import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import type { AnnalsError } from '../domain/errors.js'
import type { StoredEvent } from '../domain/event.js'
import { decodeRecorded } from '../domain/stored-event.js'
import { parseStream } from '../domain/stream-name.js'
import type { EventLogReader, RecordedEvent } from '../ports/event-log.js'
import type { UnchangedMemory } from '../ports/unchanged-memory.js'
import { fromReadError } from './error-mapping.js'
import type { Written } from './operations.js'

export interface KnownIdsPorts {
  readonly eventLog: Pick<EventLogReader, 'findById'>
  readonly unchangedMemory: Pick<UnchangedMemory, 'find'>
}

/** The event with this id in this tenant, with its digest; undefined where there is none. */
export const findStored = async (
  ports: Pick<KnownIdsPorts, 'eventLog'>,
  tenant: string,
  id: string,
): Promise<Either<AnnalsError, { readonly event: StoredEvent; readonly digest: string } | undefined>> => {
  const found = await ports.eventLog.findById(id)()
  if (E.isLeft(found)) return E.left(fromReadError(found.left))
  return E.right(ofTenant(found.right, tenant))
}

const ofTenant = (
  found: readonly RecordedEvent[],
  tenant: string,
): { readonly event: StoredEvent; readonly digest: string } | undefined => {
  for (const recorded of found) {
    if (parseStream(recorded.stream)?.tenant !== tenant) continue
    const decoded = decodeRecorded(recorded)
    if (decoded._tag === 'Event') return decoded
  }
  return undefined
}

/** What was answered to an earlier request with this id: the first receipt as a duplicate, or `IdConflict` where it was another request. */
export const findAnswer = async (
  ports: KnownIdsPorts,
  tenant: string,
  id: string,
  digest: string,
): Promise<Either<AnnalsError, Written | undefined>> => {
  const found = await ports.eventLog.findById(id)()
  if (E.isLeft(found)) return E.left(fromReadError(found.left))
  const stored = ofTenant(found.right, tenant)
  if (stored !== undefined) {
    return stored.digest === digest ? E.right(duplicateOf(stored.event)) : E.left({ _tag: 'IdConflict', id })
  }
  const remembered = await ports.unchangedMemory.find(tenant, id)()
  if (E.isLeft(remembered)) return E.left(fromReadError(remembered.left))
  if (remembered.right === undefined) return E.right(undefined)
  return remembered.right.digest === digest
    ? E.right({ id, changed: false, version: remembered.right.version })
    : E.left({ _tag: 'IdConflict', id })
}

const duplicateOf = (event: StoredEvent): Written => ({
  id: event.id,
  stream: event.stream,
  revision: event.revision,
  version: event.version,
  position: event.position,
  recordedAt: event.recordedAt,
  duplicate: true,
})
