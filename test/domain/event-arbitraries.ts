import * as fc from 'fast-check'
import type { Call, Context, EventInput, Party } from '../../src/domain/event.js'
import { entryPoints } from '../../src/domain/event.js'
import type { Json, JsonObject, State } from '../../src/domain/json.js'
import { checkId } from '../../src/domain/names.js'
import { formatTime } from '../../src/domain/time.js'

/** Keys that objects have of their own accord, or that mean something in a delta. */
const oddKeys = [
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  '_t',
  '_0',
  '0',
  '',
  'a/b',
  '~',
  'id',
  'key',
  'é',
]

const anyText = fc.string({ unit: 'binary', maxLength: 12 })
const key = fc.oneof(fc.constantFrom(...oddKeys), fc.string({ unit: 'grapheme', maxLength: 4 }))

const number = fc
  .oneof(fc.integer(), fc.maxSafeInteger(), fc.double({ noNaN: true, noDefaultInfinity: true }))
  .map((n) => (n === 0 || (Number.isInteger(n) && !Number.isSafeInteger(n)) ? 0 : n))

const { json } = fc.letrec<{ json: Json; object: JsonObject }>((tie) => ({
  json: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constant(null),
    fc.boolean(),
    number,
    anyText,
    fc.array(tie('json'), { maxLength: 4 }),
    tie('object'),
  ),
  // Object.fromEntries makes own properties of all keys, also of `__proto__`.
  object: fc.array(fc.tuple(key, tie('json')), { maxLength: 4 }).map((pairs) => Object.fromEntries(pairs)),
}))

export const anyJson: fc.Arbitrary<Json> = json
export const anyState: fc.Arbitrary<State> = json.filter((value) => value !== null)

export const typeName = fc.stringMatching(/^[A-Za-z][A-Za-z0-9_.]{0,10}$/)
export const tenantName = fc.stringMatching(/^[A-Za-z0-9_.-]{1,10}$/)
const channelName = fc.stringMatching(/^[a-z0-9_.-]{1,10}$/)
const verbName = fc.stringMatching(/^[A-Za-z0-9_.-]{1,10}$/)
export const idText = fc
  .oneof(fc.string({ unit: 'binary', minLength: 1, maxLength: 20 }), fc.stringMatching(/^[a-z:/~-]{1,8}$/))
  .filter((text) => checkId(text) === undefined)
const text = anyText.map((any) => any.replaceAll('\u0000', ''))
const label = text.filter((any) => any.length > 0)
const withoutNul = anyJson.filter((value) => !JSON.stringify(value).includes('\\u0000'))

const optional = <A extends object>(fields: {
  [K in keyof A]-?: fc.Arbitrary<Exclude<A[K], undefined>>
}): fc.Arbitrary<A> => fc.record(fields, { requiredKeys: [], noNullPrototype: true }) as fc.Arbitrary<A>

const both = <A extends object, B extends object>(a: fc.Arbitrary<A>, b: fc.Arbitrary<B>): fc.Arbitrary<A & B> =>
  fc.tuple(a, b).map(([one, other]) => ({ ...one, ...other }))

export const subject = fc.record({ type: typeName, id: idText }, { noNullPrototype: true })
const party: fc.Arbitrary<Party> = both(subject, optional<Pick<Party, 'name'>>({ name: text }))
const context = optional<Context>({
  ip: text,
  userAgent: text,
  requestId: text,
  traceparent: text,
  entryPoint: fc.constantFrom(...entryPoints),
  method: text,
  path: text,
  route: text,
})
const call: fc.Arbitrary<Call> = both(
  fc.record({ direction: fc.constantFrom('in' as const, 'out' as const), service: label, operation: label }),
  optional<Omit<Call, 'direction' | 'service' | 'operation'>>({
    method: text,
    statusCode: fc.integer({ min: 0, max: 999 }),
    durationMs: fc.double({ min: 0, max: 1e9, noNaN: true }).map((n) => (n === 0 ? 0 : n)),
    parameters: withoutNul,
    result: withoutNul,
  }),
)

/** The time of the tests: nothing that they make happens after it. */
export const now = Date.UTC(2026, 10, 23, 12)

const occurredAt = fc.integer({ min: 0, max: now }).map(formatTime)
const uuid = fc.uuid()

type Details = Omit<
  EventInput,
  'subject' | 'actor' | 'verb' | 'outcome' | 'change' | 'call' | 'before' | 'expectedVersion'
>

const details = optional<Details>({
  id: uuid,
  tenant: tenantName,
  channel: channelName,
  org: idText,
  onBehalfOf: party,
  affects: party,
  transactionId: idText,
  causationId: uuid,
  reason: text,
  occurredAt,
  context,
  data: anyJson,
  onMismatch: fc.constantFrom('reject' as const, 'keep' as const),
})

/** Subject, actor and all that an event may say besides its change. */
export const told = both(fc.record({ subject, actor: party }), details)

const outcome: fc.Arbitrary<EventInput['outcome'] & object> = fc.oneof(
  fc.constant({ status: 'success' as const }),
  fc.constant({ status: 'failure' as const }),
  both(fc.record({ message: text }), optional<{ type?: string; code?: string }>({ type: text, code: text })).map(
    (error) => ({ status: 'failure' as const, error }),
  ),
)

export const activityInput: fc.Arbitrary<EventInput> = both(
  both(told, fc.record({ verb: verbName })),
  optional<Pick<EventInput, 'outcome' | 'call'>>({ outcome, call }),
)

/** An event whose change applies to a subject that is not there yet. */
export const creationInput: fc.Arbitrary<EventInput> = both(
  both(told, optional<{ verb?: string }>({ verb: verbName })),
  anyState.map((state) => ({ change: { kind: 'state' as const, state } })),
)

export const eventInput = fc.oneof(activityInput, creationInput)
