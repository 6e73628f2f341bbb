import type { Either } from 'fp-ts/lib/Either.js'
import type { FieldIssue } from '../errors.js'
import type { EntryPoint, EventBody } from '../event.js'
import { entryPoints } from '../event.js'
import type { Json, State } from '../json.js'
import { anySchema } from '../json-schema.js'
import { decodeWith } from './decode.js'
import { parts } from './parts.js'
import { anyNumber, anyText, checked, oneOf } from './scalars.js'
import { strict } from './strict.js'
import { stateSchema, storedDelta } from './values.js'

/** One event of the log as its data has it. */
export interface StoredBody extends EventBody {
  /** Of the request that led to it. */
  readonly digest: string
}

/** What is read back came through JSON.parse: it is JSON, whatever else it is. */
const anyJson = checked<Json>('Json', anySchema, () => undefined)
const anyState = checked<State>('State', stateSchema, (value) => (value === null ? 'must not be null' : undefined))
const onlyFalse = checked<false>('False', { const: false }, (value) => (value === false ? undefined : 'must be false'))

const stored = parts({
  named: (part) => part,
  typeName: anyText,
  id: anyText,
  text: () => anyText,
  label: () => anyText,
  entryPoint: oneOf<EntryPoint>(...entryPoints),
  statusCode: anyNumber,
  durationMs: anyNumber,
  callValue: anyJson,
  state: anyState,
  delta: storedDelta,
})

const required = {
  id: anyText,
  subject: stored.subject,
  verb: anyText,
  actor: stored.party,
  tenant: anyText,
  occurredAt: anyText,
  outcome: stored.outcome,
}

const optional = {
  channel: anyText,
  org: anyText,
  onBehalfOf: stored.party,
  affects: stored.party,
  transactionId: anyText,
  causationId: anyText,
  reason: anyText,
  context: stored.context,
  data: anyJson,
  change: stored.change,
  call: stored.call,
  applied: onlyFalse,
  restoredFrom: strict<{ readonly version: number }>('RestoredFrom', { version: anyNumber }, {}),
}

/** What an event of the log says of itself. */
export const eventBody = strict<EventBody>('EventBody', required, optional)
const storedBody = strict<StoredBody>('StoredBody', { ...required, digest: anyText }, optional)

/** An event on its way out: its shape alone is checked, no limits, so that what was once taken stays readable when a limit is lowered. */
export const decodeEventBody = (value: unknown): Either<readonly FieldIssue[], EventBody> =>
  decodeWith(eventBody, value)

/** The same with the digest beside it, as the event's data in the log. */
export const decodeStoredBody = (value: unknown): Either<readonly FieldIssue[], StoredBody> =>
  decodeWith(storedBody, value)
