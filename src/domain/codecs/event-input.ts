import * as E from 'fp-ts/lib/Either.js'
import type { FieldIssue } from '../errors.js'
import type { EventInput } from '../event.js'
import { isSurelyWithin } from '../json-size.js'
import type { JsonSchema } from '../json-schema.js'
import { anySchema } from '../json-schema.js'
import { limits } from '../limits.js'
import { grouped } from '../names.js'
import { fitsUtf8 } from '../utf8.js'
import type { Rules } from './decode.js'
import { decodeWith } from './decode.js'
import { commonFields, inputParts } from './input-parts.js'
import { oneOf } from './scalars.js'
import { isPlainObject, strict } from './strict.js'
import { stateValue } from './values.js'

const eventInput = strict<EventInput>(
  'EventInput',
  { subject: inputParts.subject, actor: inputParts.party },
  {
    ...commonFields,
    outcome: inputParts.outcome,
    change: inputParts.change,
    call: inputParts.call,
    onMismatch: oneOf('reject', 'keep'),
    before: stateValue(': leave it out where there was nothing'),
  },
)

/** Without a change there must be a verb; the other rules are said in words. */
export const eventInputSchema: JsonSchema = {
  ...eventInput.schema,
  description:
    'An event as an emitter sends it. `call` and a failure exclude `change`; `expectedVersion` goes with a change, `before` with a patch.',
  anyOf: [
    { properties: { verb: anySchema }, required: ['verb'] },
    { properties: { change: anySchema }, required: ['change'] },
  ],
}

/**
 * An event as an emitter sends it, checked whole. Gives the very object back where nothing had to be changed (an id in capitals, a
 * negative zero); `occurredAt` stays as it was sent. Left: every issue, by JSON Pointer.
 */
export const decodeEventInput = (value: unknown): E.Either<readonly FieldIssue[], EventInput> => {
  const decoded = decodeWith(eventInput, value, eventRules)
  return E.isRight(decoded) && !fits(decoded.right) ? E.left([tooLarge]) : decoded
}

/** What must hold between the fields of an event. */
export const eventRules: Rules = (sent) => {
  const change = ownOf(sent, 'change')
  if (change === undefined) return withoutChange(sent)
  const issues: FieldIssue[] = []
  const add = (field: string, message: string) => void issues.push({ field, message })
  if (Object.hasOwn(sent, 'call')) add('/call', 'must not be there beside a change: send two events')
  if (Object.hasOwn(sent, 'before') && ownOf(change, 'kind') !== 'patch') add('/before', 'goes with a patch alone')
  if (ownOf(ownOf(sent, 'outcome'), 'status') === 'failure') {
    add('/change', 'must not be there with a failure: what failed has changed nothing')
  }
  return issues
}

const withoutChange: Rules = (sent) => {
  const issues: FieldIssue[] = []
  if (!Object.hasOwn(sent, 'verb')) issues.push({ field: '/verb', message: 'is required without a change' })
  for (const key of ['before', 'expectedVersion']) {
    if (Object.hasOwn(sent, key)) issues.push({ field: `/${key}`, message: 'goes with a change alone' })
  }
  return issues
}

const ownOf = (value: unknown, key: string): unknown =>
  isPlainObject(value) && Object.hasOwn(value, key) ? value[key] : undefined

const tooLarge: FieldIssue = { field: '', message: `must be at most ${grouped(limits.maxEventBytes)} bytes of JSON` }

/** Only a delta can make an event too large: the limits of its other fields keep them below the rest. */
const otherFieldsBytes = 327_680
const sureLimits = { maxDepth: Infinity, maxNodes: Infinity, maxBytes: limits.maxEventBytes - otherFieldsBytes }

const fits = (input: EventInput): boolean => {
  if (input.change?.kind !== 'patch') return true
  if (isSurelyWithin(input.change.delta, sureLimits)) return true
  // `before` is stored as an event of its own.
  const { before: _before, ...stored } = input
  return fitsUtf8(JSON.stringify(stored), limits.maxEventBytes)
}
