import { entryPoints } from '../event.js'
import { limits } from '../limits.js'
import { parts } from './parts.js'
import {
  channelName,
  idText,
  integer,
  label,
  numberBetween,
  oneOf,
  tenantName,
  text,
  time,
  typeName,
  uuid,
  verbName,
} from './scalars.js'
import { callValue, dataValue, deltaValue, stateValue } from './values.js'

/** The limits that the parts of an event from outside are held to, whichever way it comes. */
export const scalarsWithinLimits = {
  typeName,
  id: idText,
  text,
  label,
  entryPoint: oneOf(...entryPoints),
  statusCode: integer(0, limits.maxStatusCode),
  durationMs: numberBetween(0, limits.maxDurationMs),
  callValue,
}

/** The parts of what emitters send, within the limits. */
export const inputParts = parts({
  named: (part) => `${part}Input`,
  ...scalarsWithinLimits,
  state: stateValue(': a deletion is { "kind": "delete" }'),
  delta: deltaValue,
})

/** A version that somebody expects: -1 where there is none yet. */
export const expectedVersion = integer(-1, Number.MAX_SAFE_INTEGER)

/** The optional fields that an event, a recorded state and a restore have in common. */
export const commonFields = {
  id: uuid,
  tenant: tenantName,
  channel: channelName,
  org: idText,
  onBehalfOf: inputParts.party,
  affects: inputParts.party,
  transactionId: idText,
  causationId: uuid,
  reason: text(limits.maxReasonChars),
  occurredAt: time,
  context: inputParts.context,
  data: dataValue,
  verb: verbName,
  expectedVersion,
}
