import * as E from 'fp-ts/lib/Either.js'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decodeEventBody, eventBody } from '../../../src/domain/codecs/event-body.js'
import { decodeEventInput, eventInputSchema } from '../../../src/domain/codecs/event-input.js'
import { inputParts } from '../../../src/domain/codecs/input-parts.js'
import { decodeRecordStateInput, recordStateInputSchema } from '../../../src/domain/codecs/record-state-input.js'
import { decodeRestoreInput, restoreInputSchema } from '../../../src/domain/codecs/restore-input.js'
import { time } from '../../../src/domain/codecs/scalars.js'
import { decodeSubject } from '../../../src/domain/codecs/subject.js'
import { deltaSchema } from '../../../src/domain/codecs/values.js'
import { checkDelta } from '../../../src/domain/delta-shape.js'
import { diff } from '../../../src/domain/diff.js'
import type { Json, JsonObject } from '../../../src/domain/json.js'
import type { JsonSchema } from '../../../src/domain/json-schema.js'
import {
  checkChannel,
  checkId,
  checkTenant,
  checkText,
  checkType,
  checkUuid,
  checkVerb,
} from '../../../src/domain/names.js'
import { formatTime, parseTime } from '../../../src/domain/time.js'
import { schemaCheck } from '../../support/json-schema.js'
import { anyJson, anyState, eventInput, now, subject, told } from '../event-arbitraries.js'

/** The value with something in it changed: a member left out, put in, or replaced by what may not fit there. */
const damaged = (value: Json): fc.Arbitrary<Json> => {
  const other = fc.oneof(anyJson, fc.constantFrom<Json>('', ' x', 'user', 'failure', 'state', 0, -1, 1.5, 1e16, '..'))
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return other
  const keys = Object.keys(value)
  const key = fc.oneof(
    fc.constantFrom('id', 'verb', 'change', 'call', 'at', 'by', 'version', 'applied', 'x', '__proto__'),
    ...(keys.length > 0 ? [fc.constantFrom(...keys)] : []),
  )
  const without = (left: string): Json => Object.fromEntries(Object.entries(value).filter(([name]) => name !== left))
  const replaced = (name: string, by: Json): Json =>
    Object.fromEntries([...Object.entries(value).filter(([present]) => present !== name), [name, by]])
  return fc.oneof(
    key.map(without),
    fc.tuple(key, other).map(([name, by]) => replaced(name, by)),
    key.chain((name) =>
      damaged(Object.hasOwn(value, name) ? ((value as JsonObject)[name] ?? null) : null).map((by) =>
        replaced(name, by),
      ),
    ),
  )
}

const sent = (value: object): Json => JSON.parse(JSON.stringify(value)) as Json
/** What fits, what nearly does, and anything else. */
const around = (fitting: fc.Arbitrary<Json>): fc.Arbitrary<Json> =>
  fc.oneof({ weight: 1, arbitrary: fitting }, { weight: 4, arbitrary: fitting.chain(damaged) }, anyJson)

const recorded = fc.tuple(told, anyJson).map(([details, state]) => sent({ ...details, state }))
const restored = fc
  .tuple(told, fc.oneof(fc.record({ version: fc.nat() }), fc.record({ at: fc.constant(formatTime(now)) })))
  .map(([{ subject: _subject, onMismatch: _onMismatch, ...details }, to]) => sent({ ...details, ...to }))
const body = eventInput.map(({ id: _id, ...input }) =>
  sent({
    id: 'any',
    tenant: '',
    verb: 'v',
    occurredAt: 'once',
    outcome: { status: 'success' },
    ...input,
    onMismatch: undefined,
  }),
)

type Decode = (value: unknown) => E.Either<unknown, unknown>

const codecs: readonly (readonly [string, JsonSchema, Decode, fc.Arbitrary<Json>])[] = [
  ['an event that is sent', eventInputSchema, decodeEventInput, eventInput.map(sent)],
  ['a state that is recorded', recordStateInputSchema, decodeRecordStateInput, recorded.map(withoutSubject)],
  ['a restore', restoreInputSchema, decodeRestoreInput, restored],
  ['a subject', inputParts.subject.schema, decodeSubject, subject.map(sent)],
  ['an event that is read back', eventBody.schema, decodeEventBody, body],
]

function withoutSubject(value: Json): Json {
  const { subject: _subject, ...rest } = value as { readonly subject?: Json } & Record<string, Json>
  return rest
}

describe('what a codec takes, its schema takes', () => {
  test.each(codecs)('%s', (_name, schema, decode, fitting) => {
    const meets = schemaCheck(schema)
    let taken = 0
    let refused = 0
    fc.assert(
      fc.property(around(fitting), (value) => {
        const decoded = decode(value)
        if (E.isRight(decoded)) taken++
        else refused++
        if (E.isRight(decoded) && !meets(value)) throw new Error(JSON.stringify(meets.errors))
      }),
      { numRuns: 1_500 },
    )
    expect(taken).toBeGreaterThan(100)
    expect(refused).toBeGreaterThan(100)
  })

  test('deltas', () => {
    const meets = schemaCheck(deltaSchema)
    fc.assert(
      fc.property(anyState, anyState, anyJson, (old, changed, other) => {
        const delta = diff(old, changed)
        if (delta !== undefined) expect(meets(delta)).toBe(true)
        if (E.isRight(checkDelta(other, ''))) expect(meets(other)).toBe(true)
      }),
    )
  })

  test.each([
    ['an id', checkId],
    ['a type', checkType],
    ['a tenant', checkTenant],
    ['a channel', checkChannel],
    ['a verb', checkVerb],
    ['a UUID', checkUuid],
    ['a text', checkText(1, 3)],
  ])('%s', (_name, check) => {
    const meets = schemaCheck(check.schema ?? {})
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 5 }),
      fc.string({ maxLength: 5 }),
      fc.stringMatching(/^[A-Za-z0-9_.-]{0,70}$/),
      fc.uuid(),
      fc.constantFrom('\u2028', 'a\u2028b', '\u00a0', '😀😀😀', '.', '..', '\u0085', 'a\u0000'),
    )
    fc.assert(
      fc.property(text, (value) => {
        if (check(value) === undefined) expect([value, meets(value)]).toEqual([value, true])
      }),
      { numRuns: 1_000 },
    )
  })

  test('times', () => {
    const meets = schemaCheck(time.schema)
    const two = fc.constantFrom('00', '01', '02', '12', '23', '24', '28', '29', '30', '31', '59', '60')
    const offset = fc.oneof(
      fc.constantFrom('Z', 'z', ''),
      fc.tuple(fc.constantFrom('+', '-'), two, two).map(([sign, h, m]) => `${sign}${h}:${m}`),
    )
    const text = fc
      .tuple(
        fc.constantFrom('0000', '1970', '2024', '2100', '9999'),
        two,
        two,
        fc.constantFrom('T', 't', ' '),
        two,
        two,
      )
      .chain(([year, month, day, separator, hour, minute]) =>
        fc
          .tuple(two, fc.constantFrom('', '.', '.1', '.123456789'), offset)
          .map(
            ([second, fraction, at]) =>
              `${year}-${month}-${day}${separator}${hour}:${minute}:${second}${fraction}${at}`,
          ),
      )
    fc.assert(
      fc.property(text, (value) => {
        if (parseTime(value) !== undefined) expect([value, meets(value)]).toEqual([value, true])
      }),
      { numRuns: 3_000 },
    )
  })
})

describe('a schema refuses what it can say', () => {
  const actor = { type: 'user', id: 'u-7' }
  const event = { subject: { type: 'post', id: '42' }, verb: 'post.read', actor }

  test.each<readonly [string, object]>([
    ['an unknown key', { ...event, colour: 'red' }],
    ['a missing actor', { subject: event.subject, verb: 'post.read' }],
    ['no verb and no change', { subject: event.subject, actor }],
    ['an unknown key further down', { ...event, actor: { ...actor, age: 7 } }],
    ['a name with a blank', { ...event, verb: 'post read' }],
    ['an id that is none', { ...event, actor: { type: 'user', id: '..' } }],
    ['an id with a blank at its end', { ...event, actor: { type: 'user', id: 'u ' } }],
    ['an id of a control character', { ...event, actor: { type: 'user', id: 'a\nb' } }],
    ['no UUID', { ...event, id: '42' }],
    ['no time', { ...event, occurredAt: '1 Jan' }],
    ['a time without an offset', { ...event, occurredAt: '2026-01-01T00:00:00' }],
    ['another outcome', { ...event, outcome: { status: 'unknown' } }],
    ['a success with an error', { ...event, outcome: { status: 'success', error: { message: 'no' } } }],
    ['a change of another kind', { ...event, change: { kind: 'merge', state: 1 } }],
    ['a state that is null', { ...event, change: { kind: 'state', state: null } }],
    ['a delta of text', { ...event, change: { kind: 'patch', delta: 'x' } }],
    ['an empty delta', { ...event, change: { kind: 'patch', delta: {} } }],
    ['a reason that is too long', { ...event, reason: 'x'.repeat(4_097) }],
    ['a version that is none', { ...event, expectedVersion: -2 }],
    ['a context of another place', { ...event, context: { entryPoint: 'moon' } }],
  ])('%s', (_name, value) => {
    expect(E.isLeft(decodeEventInput(value))).toBe(true)
    expect(schemaCheck(eventInputSchema)(value)).toBe(false)
    expect(schemaCheck(eventInputSchema)(event)).toBe(true)
  })

  test.each<readonly [string, object]>([
    ['neither version nor time', { actor }],
    ['both', { actor, version: 1, at: '2026-01-01T00:00:00Z' }],
    ['by without at', { actor, version: 1, by: 'recorded' }],
  ])('a restore to %s', (_name, value) => {
    expect(E.isLeft(decodeRestoreInput(value))).toBe(true)
    expect(schemaCheck(restoreInputSchema)(value)).toBe(false)
  })
})
