import * as E from 'fp-ts/lib/Either.js'
import type { FieldIssue } from '../errors.js'
import { checkUuid } from '../names.js'
import { checkCloudAttributes } from './cloud-event-attributes.js'
import type { CloudAttributes } from './cloud-event-attributes.js'
import { isPlainObject } from './strict.js'

type Draft = Record<string, unknown>

/** Attributes that become one field of the event as they are, by where that is. */
const asIs: Readonly<Record<string, string>> = {
  type: 'verb',
  time: 'occurredAt',
  channel: 'channel',
  org: 'org',
  tenant: 'tenant',
  causationid: 'causationId',
  reason: 'reason',
  expectedversion: 'expectedVersion',
  onmismatch: 'onMismatch',
}

/**
 * A CloudEvent (version 1.0, in the JSON format: attributes beside `data` or `data_base64`) as the event that it tells of, not yet checked as one. All its attributes
 * stand in `data.cloudevent` as they were sent, so that none is lost. An actor is left out where none is named: `sourceActor` is for that.
 * Left: what is wrong with it, by the attribute's JSON Pointer.
 * @param deriveId makes a UUID of a text, for an id that is none
 */
export const fromCloudEvent = (
  value: unknown,
  deriveId: (text: string) => string,
): E.Either<readonly FieldIssue[], Draft> => {
  if (!isPlainObject(value)) return E.left([{ field: '', message: 'must be an object: a CloudEvent' }])
  const checked = checkCloudAttributes(value)
  const issues: FieldIssue[] = E.isLeft(checked) ? [...checked.left] : []
  const subject = subjectOf(value, issues)
  const content = contentOf(value, issues)
  if (E.isLeft(checked) || issues.length > 0 || subject === undefined) return E.left(issues)
  const attributes = checked.right
  const { id, source } = attributes as { readonly id: string; readonly source: string }
  const draft: Draft = {
    id: checkUuid(id) === undefined ? id : deriveId(`${source} ${id}`),
    subject,
    ...content,
    data: { cloudevent: attributes, ...payload(value, content) },
  }
  for (const [name, field] of Object.entries(asIs)) if (attributes[name] !== undefined) draft[field] = attributes[name]
  const transactionId = attributes['transactionid'] ?? attributes['correlationid']
  if (transactionId !== undefined) draft['transactionId'] = transactionId
  if (attributes['traceparent'] !== undefined) draft['context'] = { traceparent: attributes['traceparent'] }
  if (attributes['outcome'] !== undefined) draft['outcome'] = { status: attributes['outcome'] }
  const actor = actorOf(attributes)
  if (actor !== undefined) draft['actor'] = actor
  return E.right(draft)
}

/** Who acted where nobody is named: the service that sent it. */
export const sourceActor = (value: unknown): { readonly type: string; readonly id: unknown } => ({
  type: 'service',
  id: isPlainObject(value) ? value['source'] : undefined,
})

const actorOf = (attributes: CloudAttributes): Draft | undefined => {
  const { actorid, actortype, actorname, authid, authtype } = attributes
  const id = actorid ?? authid
  if (id === undefined) return undefined
  const type = actorid === undefined ? authtype : actortype
  return { type: type ?? 'user', id, ...(actorname === undefined ? {} : { name: actorname }) }
}

/** `type/id`; or the id alone, with `subjecttype` beside it. */
const subjectOf = (value: Draft, issues: FieldIssue[]): Draft | undefined => {
  const { subject, subjecttype: type } = value
  if (typeof subject !== 'string' || subject === '') {
    issues.push({ field: '/subject', message: `is required, as <type>/<id>, or as an id with subjecttype` })
    return undefined
  }
  if (type !== undefined && type !== null) return { type, id: subject }
  const slash = subject.indexOf('/')
  if (slash > 0) return { type: subject.slice(0, slash), id: subject.slice(slash + 1) }
  issues.push({ field: '/subject', message: 'must be <type>/<id>, or an id with subjecttype' })
  return undefined
}

/** What `change` makes of the data: nothing without it, when the data tells of an activity. */
const contentOf = (value: Draft, issues: FieldIssue[]): Draft => {
  const kind = value['change'] ?? undefined
  const hasData = Object.hasOwn(value, 'data')
  const hasBytes = Object.hasOwn(value, 'data_base64')
  if (hasData && hasBytes) issues.push({ field: '/data_base64', message: 'must not be there beside data' })
  if (hasBytes && typeof value['data_base64'] !== 'string')
    issues.push({ field: '/data_base64', message: 'must be a string' })
  if (kind === undefined) return {}
  if (hasBytes) issues.push({ field: '/data_base64', message: 'goes with an activity alone: a change has JSON data' })
  if (kind === 'delete') {
    if (hasData && value['data'] !== null) issues.push({ field: '/data', message: 'must not be there with a deletion' })
    return { change: { kind } }
  }
  if (kind !== 'state' && kind !== 'patch') {
    issues.push({ field: '/change', message: 'must be state, patch or delete' })
    return {}
  }
  if (!hasData) issues.push({ field: '/data', message: `is required: the ${kind === 'state' ? 'state' : 'delta'}` })
  return { change: kind === 'state' ? { kind, state: value['data'] } : { kind, delta: value['data'] } }
}

const payload = (value: Draft, content: Draft): Draft => {
  if (content['change'] !== undefined) return {}
  if (Object.hasOwn(value, 'data_base64')) return { data_base64: value['data_base64'] }
  return Object.hasOwn(value, 'data') ? { data: value['data'] } : {}
}

const fieldNames: readonly (readonly [RegExp, string])[] = [
  [/^\/verb$/, '/type'],
  [/^\/occurredAt$/, '/time'],
  [/^\/subject\b.*$/, '/subject'],
  [/^\/actor\/(type|id|name)$/, '/actor$1'],
  [/^\/actor$/, '/actorid'],
  [/^\/change\/(?:state|delta)/, '/data'],
  [/^\/data\/data/, '/data'],
  [/^\/data\/cloudevent/, ''],
  [/^\/transactionId$/, '/transactionid'],
  [/^\/causationId$/, '/causationid'],
  [/^\/expectedVersion$/, '/expectedversion'],
  [/^\/onMismatch$/, '/onmismatch'],
  [/^\/context\/traceparent$/, '/traceparent'],
  [/^\/outcome\b.*$/, '/outcome'],
]

/** An issue of the event, told of the attribute that its field came from; behind the index of an item where there is one. */
export const cloudIssue = ({ field, message }: FieldIssue): FieldIssue => {
  const [, item = '', rest = ''] = /^(\/\d+)?(.*)$/s.exec(field) ?? []
  const [pattern, name] = fieldNames.find(([known]) => known.test(rest)) ?? []
  return { field: item + (pattern === undefined || name === undefined ? rest : rest.replace(pattern, name)), message }
}
