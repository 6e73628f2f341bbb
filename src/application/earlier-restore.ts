import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import { describeChanges } from '../domain/changes.js'
import { diff } from '../domain/diff.js'
import type { AnnalsError } from '../domain/errors.js'
import type { Receipt, Subject } from '../domain/event.js'
import { keepRedacted, rulesFor } from '../domain/rules.js'
import { emptyFold } from '../domain/subject-fold.js'
import type { EventLogReader } from '../ports/event-log.js'
import { findStored } from './known-ids.js'
import type { RestoreDetails } from './operations.js'
import type { RulesPorts } from './rule-functions.js'
import { foldAt } from './state-at.js'
import type { StatePorts } from './state-at.js'

export interface EarlierRestorePorts extends StatePorts, RulesPorts {
  readonly eventLog: Pick<EventLogReader, 'readStream' | 'findById'>
}

/** What a restore that is stored already did, worked out again from the versions around it, so that a retry gets the whole first answer. */
export const earlierRestore = async (
  ports: EarlierRestorePorts,
  tenant: string,
  subject: Subject,
  receipt: Receipt,
): Promise<Either<AnnalsError, RestoreDetails>> => {
  const version = receipt.version ?? -1
  const stored = await findStored(ports, tenant, receipt.id)
  if (E.isLeft(stored)) return stored
  const restoredFrom = stored.right?.event.restoredFrom ?? { version }
  const read = foldAt(ports)
  const before =
    version > 0 ? await read(tenant, subject, { _tag: 'Version', version: version - 1 }) : E.right(emptyFold)
  if (E.isLeft(before)) return before
  const after = await read(tenant, subject, { _tag: 'Version', version })
  if (E.isLeft(after)) return after
  const target = await read(tenant, subject, { _tag: 'Version', version: restoredFrom.version })
  if (E.isLeft(target)) return target
  const rules = rulesFor(ports.rules, subject.type)
  const [from, to] = [before.right.state, after.right.state]
  const delta = from === null || to === null ? undefined : diff(from, to, rules?.arrayItemKeys)
  const skippedPaths = target.right.state === null ? [] : keepRedacted(rules, from, target.right.state).skippedPaths
  return E.right({ changes: describeChanges(from, to, delta), restoredFrom, skippedPaths })
}
