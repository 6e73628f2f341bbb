import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import { decodeRecordStateInput } from '../domain/codecs/record-state-input.js'
import { rulesFor } from '../domain/rules.js'
import { decideRecordState } from '../domain/decide/decide-record-state.js'
import { factsOfState, isReservedType } from '../domain/capture-rules.js'
import type { AnnalsError } from '../domain/errors.js'
import type { Subject } from '../domain/event.js'
import { digestText } from '../domain/request-digest.js'
import type { Fold } from '../domain/subject-fold.js'
import { once, reserved, tenantMismatch } from './emit.js'
import type { EmitPorts } from './emit.js'
import type { Operations, VersionMatch, Written } from './operations.js'
import { ruleFunctions } from './rule-functions.js'

/** Records "this is its state now", as `Operations.recordState` says: the delta is worked out against the present state. */
export const recordState =
  (ports: EmitPorts): Operations['recordState'] =>
  (tenant, subject, value, match) =>
  async () =>
    isReservedType(subject.type) ? E.left(reserved) : storeState(ports, tenant, subject, value, match)

/** The same of any subject, Annals' own included. */
export const storeState = async (
  ports: EmitPorts,
  tenant: string,
  subject: Subject,
  value: unknown,
  match: VersionMatch | undefined,
): Promise<Either<AnnalsError, Written>> => {
  const decoded = decodeRecordStateInput(value)
  if (E.isLeft(decoded)) return E.left({ _tag: 'InvalidInput', issues: decoded.left })
  const wrongTenant = tenantMismatch(tenant, decoded.right.tenant)
  if (wrongTenant !== undefined) return E.left(wrongTenant)
  const given = decoded.right
  const own = isReservedType(subject.type)
  const rules = own ? undefined : ruleFunctions(ports, subject)
  const input = rules === undefined || given.state === null ? given : { ...given, state: rules.state(given.state) }
  const id = input.id ?? ports.ids.next()
  const itemKeys = rulesFor(ports.rules, subject.type)?.arrayItemKeys
  const written = await ports.writer.submit(tenant, [
    {
      subject,
      id,
      idGiven: input.id !== undefined,
      digest: once(() => ports.hash.sha256(digestText({ operation: 'record-state', subject, input }))),
      needsState: true,
      ...(own ? {} : { capture: factsOfState(subject, input) }),
      decide: (present, now) => {
        const failed = present === undefined ? undefined : preconditionFailure(subject, present, match)
        return failed === undefined
          ? decideRecordState({ fold: present, subject, input, id, tenant, now, itemKeys })
          : E.left(failed)
      },
    },
  ])
  if (E.isLeft(written)) return written
  const [first] = written.right
  return first === undefined
    ? E.left({ _tag: 'Corrupt', detail: 'a state was stored without a receipt' })
    : E.right(first)
}

/** Whether If-Match or If-None-Match forbids the write. */
export const preconditionFailure = (
  subject: Subject,
  present: Fold,
  match: VersionMatch | undefined,
): AnnalsError | undefined => {
  const failed: AnnalsError = { _tag: 'PreconditionFailed', subject, actual: present.version }
  switch (match?._tag) {
    case undefined:
      return undefined
    case 'IfMatch':
      return match.version === present.version ? undefined : failed
    case 'IfNoneMatch':
      return present.state === null ? undefined : failed
  }
}
