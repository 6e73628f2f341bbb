import type { Either } from 'fp-ts/lib/Either.js'
import type { FieldIssue } from '../errors.js'
import { decodeWith } from './decode.js'
import type { StoredBody } from './event-body.js'
import { eventRules } from './event-input.js'
import { commonFields, expectedVersion, scalarsWithinLimits } from './input-parts.js'
import { parts } from './parts.js'
import { checked, label } from './scalars.js'
import { strict } from './strict.js'
import { storedDeltaWithinLimits, storedStateWithinLimits } from './values.js'

/** As what emitters send, except that redacted values may come back. */
const admitted = parts({
  named: (part) => `${part}Admitted`,
  ...scalarsWithinLimits,
  state: storedStateWithinLimits,
  delta: storedDeltaWithinLimits,
})

const { id, tenant, channel, org, onBehalfOf, affects, transactionId, causationId } = commonFields
const { reason, occurredAt, context, data, verb } = commonFields

const admittedBody = strict<StoredBody>(
  'AdmittedBody',
  {
    id,
    subject: admitted.subject,
    verb,
    actor: admitted.party,
    tenant,
    occurredAt,
    outcome: admitted.outcome,
    digest: label(128),
  },
  {
    channel,
    org,
    onBehalfOf,
    affects,
    transactionId,
    causationId,
    reason,
    context,
    data,
    change: admitted.change,
    call: admitted.call,
    applied: checked<false>('False', { const: false }, (value) => (value === false ? undefined : 'must be false')),
    restoredFrom: strict<{ readonly version: number }>('RestoredFrom', { version: expectedVersion }, {}),
  },
)

/**
 * An event's data as the log has it, written by somebody else: within all limits that an event from outside is held to.
 * Gives the very object back, or says what is wrong; a value that would be changed on the way in (an id in capitals, a negative zero) is wrong here.
 */
export const decodeAdmittedBody = (value: unknown): Either<readonly FieldIssue[], StoredBody> => {
  const decoded = decodeWith(admittedBody, value, eventRules)
  return decoded._tag === 'Left' || decoded.right === value ? decoded : { _tag: 'Left', left: [notAsStored] }
}

const notAsStored: FieldIssue = { field: '', message: 'must have ids in lower case and no negative zero' }
