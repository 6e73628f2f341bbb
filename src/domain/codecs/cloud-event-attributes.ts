import * as E from 'fp-ts/lib/Either.js'
import type { FieldIssue } from '../errors.js'
import type { JsonSchema } from '../json-schema.js'
import { stringSchema } from '../json-schema.js'
import { limits } from '../limits.js'
import { checkId, checkText } from '../names.js'
import { boundedPointer, formatPointer } from '../pointer.js'
import { timeSchema } from '../time.js'

/** The attributes of a CloudEvent, extensions among them: texts, numbers, truth values. */
export type CloudAttributes = Readonly<Record<string, string | number | boolean>>

/** What is no attribute. */
const content: ReadonlySet<string> = new Set(['data', 'data_base64'])

/** How long a text may be that has no limit of its own (they stand in `data`, and with it below its limit). */
const textCharsMax = 4_096
const checkAnyText = checkText(1, textCharsMax)

const namePattern = /^[a-z0-9]+$/

/** The attributes that are there, null being as good as absent (JSON format, section 2.2); or all that is wrong with them. */
export const checkCloudAttributes = (
  event: Readonly<Record<string, unknown>>,
): E.Either<readonly FieldIssue[], CloudAttributes> => {
  const issues: FieldIssue[] = []
  const attributes: Record<string, string | number | boolean> = {}
  for (const [name, value] of Object.entries(event)) {
    if (content.has(name) || value === null) continue
    const message = namePattern.test(name)
      ? checkValue(name, value)
      : 'is no attribute name: lower-case letters and digits'
    if (message !== undefined) issues.push({ field: boundedPointer(formatPointer([name])), message })
    else if (!isDefault(name, value)) attributes[name] = value as string
    if (issues.length >= limits.maxIssues) break
  }
  for (const name of ['specversion', 'id', 'source', 'type']) {
    if (!Object.hasOwn(event, name) || event[name] === null) issues.push({ field: `/${name}`, message: 'is required' })
  }
  return issues.length > 0 ? E.left(issues) : E.right(attributes)
}

const texts: ReadonlySet<string> = new Set(['id', 'source', 'type', 'subject', 'time', 'datacontenttype', 'dataschema'])

const checkValue = (name: string, value: unknown): string | undefined => {
  if (name === 'specversion') return value === '1.0' ? undefined : 'must be 1.0'
  if (typeof value === 'string') {
    if (name === 'id') return checkAnyText(value)
    if (name === 'source') return checkId(value) ?? (/\s/.test(value) ? 'must be a URI reference' : undefined)
    return checkAnyText(value)
  }
  if (texts.has(name)) return 'must be a string'
  if (typeof value === 'boolean' || (Number.isSafeInteger(value) && Math.abs(value as number) <= integerMax))
    return undefined
  return 'must be a string, an integer of 32 bits, or true or false'
}

/** JSON is what data is where nothing is said (JSON format, section 3.1), so that saying it makes no other event. */
const isDefault = (name: string, value: unknown): boolean =>
  name === 'datacontenttype' && /^\s*application\/json\s*(?:;\s*charset="?utf-?8"?\s*)?$/i.test(String(value))

const integerMax = 2_147_483_647

const text: JsonSchema = { type: 'string', minLength: 1 }

/** A CloudEvent in the JSON format, for the document of the API. */
export const cloudEventSchema: JsonSchema = {
  title: 'CloudEvent',
  description:
    'A CloudEvent 1.0 in the JSON format. `type` is the verb, `subject` is `<type>/<id>`; with `change` the data is a state or a delta. Extension attributes beyond these are kept in `data.cloudevent`.',
  type: 'object',
  properties: {
    specversion: { const: '1.0' },
    id: { ...text, description: 'A UUID is the event’s id; of another one and the source a UUID is made.' },
    source: { ...text, maxLength: limits.maxIdBytes },
    type: { type: 'string', pattern: '^[A-Za-z0-9_.-]{1,128}$' },
    subject: text,
    subjecttype: text,
    time: timeSchema,
    datacontenttype: text,
    dataschema: text,
    actortype: text,
    actorid: text,
    actorname: stringSchema,
    change: { type: 'string', enum: ['state', 'patch', 'delete'] },
    data: {},
    data_base64: stringSchema,
  },
  required: ['specversion', 'id', 'source', 'type', 'subject'],
  additionalProperties: true,
}
