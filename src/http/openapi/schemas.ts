import { eventBody } from '../../domain/codecs/event-body.js'
import type { OptionalKeys } from '../../domain/codecs/strict.js'
import type { CaptureRule, NotCaptured } from '../../domain/capture-rules.js'
import { captureFields } from '../../domain/capture-rules.js'
import type { ValueChange } from '../../domain/delta.js'
import type { EventBody, Receipt, StoredEvent, Unchanged } from '../../domain/event.js'
import type { JsonSchema } from '../../domain/json-schema.js'
import { anySchema, stringSchema } from '../../domain/json-schema.js'
import { timeSchema } from '../../domain/time.js'
import type { AnswerShape } from './operation.js'
import { jsonAnswer } from './operation.js'

/*
 * The schemas of answers. They leave room for more fields, which later versions may add; the tests close them, so that no answer has a field that
 * the document does not name.
 */

type Required<A> = { readonly [K in Exclude<keyof A, OptionalKeys<A>>]: JsonSchema }
type Optional<A> = { readonly [K in OptionalKeys<A>]-?: JsonSchema }

/** An object with the fields of A, no less and no more: the compiler holds type and schema together. */
export const record = <A extends object>(title: string, required: Required<A>, optional: Optional<A>): JsonSchema => ({
  title,
  type: 'object',
  properties: { ...required, ...optional },
  required: Object.keys(required),
})

export const listOf = (items: JsonSchema): JsonSchema => ({ type: 'array', items })
export const orNull = (schema: JsonSchema): JsonSchema => ({ anyOf: [schema, { type: 'null' }] })
export const withText = (schema: JsonSchema, description: string): JsonSchema => ({ ...schema, description })

/** The schema of a codec without "nothing else". */
const opened = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(opened)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => key !== 'additionalProperties')
      .map(([key, member]) => [key, opened(member)]),
  )
}

const body = opened(eventBody.schema) as JsonSchema
const partOf = (name: keyof EventBody): JsonSchema => body.properties?.[name] ?? anySchema

export const countSchema: JsonSchema = { type: 'integer', minimum: 0 }
export const versionSchema = withText(countSchema, 'The version: the number of changes before this one.')
export const positionSchema: JsonSchema = {
  type: 'string',
  pattern: '^[0-9]+$',
  description: 'The place in the whole log: a decimal number.',
}
const pointerSchema: JsonSchema = { type: 'string', description: 'A JSON Pointer (RFC 6901).' }

export const subjectSchema = partOf('subject')
export const partySchema = partOf('actor')

const place = record<Omit<StoredEvent, keyof EventBody>>(
  'Place',
  {
    kind: { type: 'string', enum: ['change', 'activity'] },
    stream: stringSchema,
    revision: countSchema,
    version: orNull(countSchema),
    position: positionSchema,
    recordedAt: timeSchema,
  },
  { changedPaths: listOf(pointerSchema) },
)

export const storedEventSchema: JsonSchema = {
  title: 'StoredEvent',
  description: 'One event as it is kept, and its place in the log. `version` is null for an activity.',
  type: 'object',
  properties: { ...body.properties, ...place.properties },
  required: [...(body.required ?? []), ...(place.required ?? [])],
}

export const receiptFields: Required<Receipt> = {
  id: { type: 'string', format: 'uuid' },
  stream: stringSchema,
  revision: countSchema,
  version: orNull(countSchema),
  position: withText(positionSchema, 'The position of the last event of the append that stored it.'),
  recordedAt: timeSchema,
  duplicate: { type: 'boolean' },
}

const receiptSchema = record<Receipt>('Receipt', receiptFields, {})

const unchangedSchema = withText(
  record<Unchanged & { readonly id: string }>(
    'Unchanged',
    { id: { type: 'string', format: 'uuid' }, changed: { const: false }, version: countSchema },
    {},
  ),
  'Everything was like that already: nothing was stored.',
)

export const captureRuleSchema = record<CaptureRule>(
  'CaptureRule',
  { field: { type: 'string', enum: captureFields }, list: { type: 'string', enum: ['include', 'exclude'] } },
  { pattern: withText(stringSchema, 'The one of `exclude` that it matched.') },
)

const notCapturedSchema = withText(
  record<NotCaptured & { readonly id: string }>(
    'NotCaptured',
    { id: { type: 'string', format: 'uuid' }, captured: { const: false }, rule: captureRuleSchema },
    {},
  ),
  'The rules for capture leave it out: nothing was stored.',
)

/** What a write answers for one event. */
export const writtenSchema: JsonSchema = {
  title: 'Written',
  oneOf: [receiptSchema, unchangedSchema, notCapturedSchema],
}

export const writtenAnswers: Readonly<Record<200 | 201, AnswerShape>> = {
  201: jsonAnswer('Stored, and on disk.', receiptSchema),
  200: jsonAnswer(
    'Stored before (`duplicate`), nothing to store (`changed: false`), or left out (`captured: false`).',
    writtenSchema,
  ),
}

export const valueChangeSchema = record<ValueChange>(
  'ValueChange',
  { path: pointerSchema, op: { type: 'string', enum: ['add', 'remove', 'replace', 'move'] } },
  { from: pointerSchema, old: anySchema, new: anySchema },
)

/** A page of a list. `more` is what stands beside `items`. */
export const pageAnswer = (
  title: string,
  items: JsonSchema,
  more: Readonly<Record<string, JsonSchema>> = {},
): AnswerShape => {
  const page: JsonSchema = {
    title,
    type: 'object',
    properties: {
      ...more,
      items: listOf(items),
      next: { type: ['string', 'null'], description: 'The `cursor` of the next page; null on the last one.' },
    },
    required: [...Object.keys(more), 'items', 'next'],
  }
  return jsonAnswer('A page. `Link` with `rel="next"` while there is another.', page, ['Link'])
}

/** A request's body in which the actor may be left out: a credential that names one puts it there. */
export const withoutActor = (schema: JsonSchema): JsonSchema => ({
  ...schema,
  required: (schema.required ?? []).filter((key) => key !== 'actor'),
  description: [schema.description, '`actor` may be left out where the credential names one.']
    .filter(Boolean)
    .join(' '),
})
