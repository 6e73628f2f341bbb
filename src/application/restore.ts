import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import { decodeRestoreInput } from '../domain/codecs/restore-input.js'
import { rulesFor } from '../domain/rules.js'
import { decideRestore } from '../domain/decide/decide-restore.js'
import type { RestoreDecision } from '../domain/decide/decide-restore.js'
import { factsOfRestore, isReservedType } from '../domain/capture-rules.js'
import type { AnnalsError } from '../domain/errors.js'
import type { Subject } from '../domain/event.js'
import { digestText } from '../domain/request-digest.js'
import type { RestoreInput } from '../domain/requests.js'
import type { Fold } from '../domain/subject-fold.js'
import { parseTime } from '../domain/time.js'
import type { Clock } from '../ports/clock.js'
import { earlierRestore } from './earlier-restore.js'
import type { EarlierRestorePorts } from './earlier-restore.js'
import { once, reserved, tenantMismatch } from './emit.js'
import type { EmitPorts } from './emit.js'
import type { Operations, RestoreDetails, Restored, VersionMatch, When } from './operations.js'
import { preconditionFailure } from './record-state.js'
import { foldAt } from './state-at.js'
import type { StatePorts } from './state-at.js'
import type { Writer } from './writer.js'

export type RestorePorts = EmitPorts &
  StatePorts &
  EarlierRestorePorts & { readonly clock: Clock; readonly writer: Pick<Writer, 'ruleAgainst'> }

/** Takes a subject back to a version or time, as `Operations.restore` says: by a change whose state equals that version's. */
export const restore =
  (ports: RestorePorts): Operations['restore'] =>
  (tenant, subject, value, match) =>
  async (): Promise<Either<AnnalsError, Restored>> => {
    const decoded = decodeRestoreInput(value)
    if (E.isLeft(decoded)) return E.left({ _tag: 'InvalidInput', issues: decoded.left })
    const input = decoded.right
    if (isReservedType(subject.type)) return E.left(reserved)
    const wrongTenant = tenantMismatch(tenant, input.tenant)
    if (wrongTenant !== undefined) return E.left(wrongTenant)
    return input.dryRun === true
      ? preview(ports, tenant, subject, input, match)
      : store(ports, tenant, subject, input, match)
  }

/** What a restore would change, or how it would fail: in the order in which it is found out when it is carried out. */
const preview = async (
  ports: RestorePorts,
  tenant: string,
  subject: Subject,
  input: RestoreInput,
  match: VersionMatch | undefined,
): Promise<Either<AnnalsError, Restored>> => {
  const against = await ports.writer.ruleAgainst(tenant, factsOfRestore(subject, input))
  if (E.isLeft(against)) return against
  if (against.right !== undefined) return E.left({ _tag: 'NotCaptured', subject, rule: against.right })
  const present = await foldAt(ports)(tenant, subject, { _tag: 'Now' })
  if (E.isLeft(present)) return present
  const target = await foldAt(ports)(tenant, subject, whenOf(input))
  if (E.isLeft(target)) return target
  const id = input.id ?? ports.ids.next()
  const decided = decide(ports, tenant, subject, input, id, match, present.right, target.right, ports.clock.now())
  if (E.isLeft(decided)) return decided
  return E.right(
    decided.right._tag === 'Unchanged'
      ? { changed: false, version: decided.right.version }
      : { dryRun: true, version: present.right.version, ...detailsOf(decided.right, target.right) },
  )
}

const store = async (
  ports: RestorePorts,
  tenant: string,
  subject: Subject,
  input: RestoreInput,
  match: VersionMatch | undefined,
): Promise<Either<AnnalsError, Restored>> => {
  const id = input.id ?? ports.ids.next()
  let target: Fold | undefined
  let details: RestoreDetails | undefined
  const written = await ports.writer.submit(tenant, [
    {
      subject,
      id,
      idGiven: input.id !== undefined,
      digest: once(() => ports.hash.sha256(digestText({ operation: 'restore', subject, input }))),
      needsState: true,
      capture: factsOfRestore(subject, input),
      prepare: async () => {
        const found = await foldAt(ports)(tenant, subject, whenOf(input))
        if (E.isLeft(found)) return found
        target = found.right
        return E.right(undefined)
      },
      decide: (present, now) => {
        if (present === undefined || target === undefined) return E.left({ _tag: 'NoState', subject })
        const decided = decide(ports, tenant, subject, input, id, match, present, target, now)
        if (E.isLeft(decided)) return decided
        const decision = decided.right
        if (decision._tag === 'Unchanged') return E.right(decision)
        details = detailsOf(decision, target)
        return E.right({ _tag: 'Change', body: decision.body, next: decision.next })
      },
    },
  ])
  if (E.isLeft(written)) return written
  const [answer] = written.right
  if (answer === undefined) return E.left({ _tag: 'Corrupt', detail: 'a restore was stored without a receipt' })
  if ('captured' in answer) return E.left({ _tag: 'NotCaptured', subject, rule: answer.rule })
  if (!('duplicate' in answer)) return E.right({ changed: false, version: answer.version })
  if (details !== undefined) return E.right({ ...answer, ...details })
  const earlier = await earlierRestore(ports, tenant, subject, answer)
  return E.isLeft(earlier) ? earlier : E.right({ ...answer, ...earlier.right })
}

const whenOf = (input: RestoreInput): When =>
  input.at === undefined
    ? { _tag: 'Version', version: input.version ?? -1 }
    : { _tag: 'At', at: parseTime(input.at) ?? Number.NaN, by: input.by ?? 'occurred' }

const decide = (
  ports: RestorePorts,
  tenant: string,
  subject: Subject,
  input: RestoreInput,
  id: string,
  match: VersionMatch | undefined,
  present: Fold,
  target: Fold,
  now: number,
): Either<AnnalsError, RestoreDecision> => {
  const failed = preconditionFailure(subject, present, match)
  if (failed !== undefined) return E.left(failed)
  const rules = rulesFor(ports.rules, subject.type)
  return decideRestore({ present, target, subject, rules, input, id, tenant, now, itemKeys: rules?.arrayItemKeys })
}

const detailsOf = (decision: Extract<RestoreDecision, { _tag: 'Restore' }>, target: Fold): RestoreDetails => ({
  changes: decision.changes,
  restoredFrom: { version: target.version },
  skippedPaths: decision.skippedPaths,
})
