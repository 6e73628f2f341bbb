import * as E from 'fp-ts/lib/Either.js'
import { decodeWith } from '../../domain/codecs/decode.js'
import { commonFields, inputParts } from '../../domain/codecs/input-parts.js'
import { strict } from '../../domain/codecs/strict.js'
import type { Context, Party } from '../../domain/event.js'
import { refuse } from '../client-failure.js'
import { jsonCopy } from '../json-copy.js'
import { trimmed } from '../trimmed.js'

/** What is true of everything that is recorded within a piece of work. It is plain JSON. */
export interface AuditContext {
  readonly actor?: Party
  readonly onBehalfOf?: Party
  readonly affects?: Party
  readonly channel?: string
  readonly org?: string
  readonly transactionId?: string
  /** The id of the event that led to this work. */
  readonly causationId?: string
  readonly reason?: string
  /** Where it came from: `{ entryPoint: 'job' }`, for example. */
  readonly context?: Context
}

const { onBehalfOf, affects, channel, org, transactionId, causationId, reason, context } = commonFields
const auditContext = strict<AuditContext>(
  'AuditContext',
  {},
  { actor: inputParts.party, onBehalfOf, affects, channel, org, transactionId, causationId, reason, context },
)

/** A copy of its own, trimmed and checked. Throws a ClientFailure (InvalidInput) that names every wrong field. */
export const checkedContext = (given: unknown): AuditContext => {
  const decoded = decodeWith(auditContext, trimmed(jsonCopy(given)))
  return E.isRight(decoded) ? decoded.right : refuse(decoded.left)
}

/** The inner one's fields win; `context` is merged key by key. */
export const merged = (outer: AuditContext, inner: AuditContext): AuditContext => ({
  ...outer,
  ...inner,
  ...(outer.context === undefined && inner.context === undefined
    ? {}
    : { context: { ...outer.context, ...inner.context } }),
})
