import { captureRuleText } from '../domain/capture-rules.js'
import type { HttpError } from './http-error.js'

/** A problem detail (RFC 9457): the members that every problem has, and those of its type. */
export interface Problem {
  readonly type: string
  readonly title: string
  readonly status: number
  readonly detail: string
  readonly [member: string]: unknown
}

/**
 * The problem that tells of an error. `type` is `urn:annals:problem:` and the error's name in kebab-case: it is what programs tell
 * problems apart by, and it does not change; `title` and `detail` are for people.
 */
export const toProblem = (error: HttpError): Problem => {
  const problem = problemOf(error)
  return 'item' in error ? { ...problem, item: error.item } : problem
}

const problemOf = (error: HttpError): Problem => {
  switch (error._tag) {
    case 'InvalidInput':
      return problem('invalid-input', 400, 'The request is not valid', summary(error.issues.length), {
        errors: error.issues,
      })
    case 'PayloadTooLarge':
      return problem(
        'payload-too-large',
        413,
        'Too large',
        `${error.field === '' ? 'This' : error.field} is larger than ${error.limitBytes} bytes.`,
        { field: error.field, limitBytes: error.limitBytes },
      )
    case 'UnsupportedMediaType':
      return problem(
        'unsupported-media-type',
        415,
        'Unsupported media type',
        error.received === null
          ? 'The request has no Content-Type; a body is application/json in UTF-8.'
          : `${error.received.slice(0, 200)} is not taken here; a body is application/json in UTF-8.`,
      )
    case 'UnsupportedEncoding':
      return problem(
        'unsupported-encoding',
        415,
        'Unsupported content encoding',
        `${error.received.slice(0, 200)} is not taken here; a body is sent as it is or as one of gzip, br and deflate.`,
      )
    case 'Unauthenticated':
      return problem('unauthenticated', 401, 'No valid credential', 'Send Authorization: Bearer with a valid token.')
    case 'Forbidden':
      return problem('forbidden', 403, 'Not allowed', error.detail)
    case 'IdConflict':
      return problem('id-conflict', 409, 'The id is taken', 'Another request was stored under this id.', {
        id: error.id,
      })
    case 'VersionConflict':
      return problem(
        'version-conflict',
        409,
        'Another version',
        `The subject is at version ${error.actual}, not at ${error.expected}.`,
        { subject: error.subject, expected: error.expected, actual: error.actual },
      )
    case 'PreconditionFailed':
      return problem(
        'precondition-failed',
        412,
        'The precondition failed',
        error.actual < 0 ? 'The subject has no version yet.' : `The subject is at version ${error.actual}.`,
        { subject: error.subject, actual: error.actual },
      )
    case 'DeltaMismatch':
      return problem(
        'delta-mismatch',
        409,
        'The delta does not apply',
        `The state at version ${error.version} is not what the delta starts from.`,
        { subject: error.subject, version: error.version, paths: error.paths },
      )
    case 'NoState':
      return problem('no-state', 404, 'No state', 'The subject has no state: none was recorded, or it is deleted.', {
        subject: error.subject,
      })
    case 'NoStateToPatch':
      return problem('no-state', 409, 'No state', 'There is no state to patch: send the event again with before.', {
        subject: error.subject,
        version: error.version,
      })
    case 'NotCaptured':
      return problem(
        'not-captured',
        409,
        'Not captured',
        `The rules for capture leave this out (${captureRuleText(error.rule)}): nothing was stored.`,
        { subject: error.subject, rule: error.rule },
      )
    case 'SubjectNotFound':
      return problem('subject-not-found', 404, 'No such subject', 'Nothing was recorded about this subject.', {
        subject: error.subject,
      })
    case 'VersionNotFound':
      return problem(
        'version-not-found',
        404,
        'No such version',
        `There is no version ${error.version}; the latest is ${error.latest}.`,
        { subject: error.subject, version: error.version, latest: error.latest },
      )
    case 'NoVersionAt':
      return problem('no-version-at', 404, 'No version at that time', `There was no version yet at ${error.at}.`, {
        subject: error.subject,
        at: error.at,
      })
    case 'Purged':
      return problem('purged', 410, 'Purged', `The first version that is still kept is ${error.firstVersion}.`, {
        subject: error.subject,
        firstVersion: error.firstVersion,
      })
    case 'NotFound':
      return problem('not-found', 404, 'Not found', `There is no ${error.what}.`)
    case 'ProjectionBehind':
      return problem(
        'projection-behind',
        503,
        'Not read that far yet',
        `The projections are at position ${error.position}, not yet at ${error.after}.`,
        { after: error.after, position: error.position, retryAfter: 1 },
      )
    case 'RebuildRunning':
      return problem('rebuild-running', 409, 'A rebuild is running', 'The projection is being rebuilt already.', {
        projection: error.projection,
      })
    case 'Unavailable':
      return problem(
        'unavailable',
        503,
        'Not available now',
        `It cannot be answered now: ${error.reason}. Nothing was acknowledged.`,
        {
          retryAfter: error.retryAfterSeconds,
        },
      )
    case 'Overloaded':
      return problem('overloaded', 503, 'Too busy', `Nothing was taken: ${error.reason}.`, {
        retryAfter: error.retryAfterSeconds,
      })
    case 'DataFolderInUse':
      return problem('unavailable', 503, 'Not available now', 'The data folder is in use by another process.', {
        retryAfter: 5,
      })
    case 'Corrupt':
      return problem('corrupt', 500, 'Stored data is damaged', 'What is stored failed its check: run `annals check`.')
    case 'KeyInUse':
      return problem(
        'idempotency-key-in-use',
        409,
        'The request is under way',
        'A request with this Idempotency-Key has not been answered yet: send this one again in a while.',
      )
    case 'KeyReused':
      return problem(
        'idempotency-key-reused',
        422,
        'The key is of another request',
        'Another body was sent with this Idempotency-Key within 24 hours.',
      )
    case 'RouteNotFound':
      return problem('route-not-found', 404, 'No such route', 'There is nothing at this path.')
    case 'MethodNotAllowed':
      return problem('method-not-allowed', 405, 'Method not allowed', `This path allows ${error.allow}.`)
    case 'HostNotAllowed':
      return problem(
        'host-not-allowed',
        421,
        'Unknown host',
        'This server does not answer for the Host of the request.',
      )
    case 'OriginNotAllowed':
      return problem('origin-not-allowed', 403, 'Unknown origin', 'Pages of other origins may not call this server.')
    case 'RequestAborted':
      return problem('request-aborted', 400, 'The request broke off', 'The connection ended within the body.')
    case 'HeadersTooLarge':
      return problem('headers-too-large', 431, 'Headers too large', 'URL and headers are larger than 16 KiB together.')
    case 'HeadersTimeout':
      return problem('headers-timeout', 408, 'The request is too slow', 'Its headers did not come in time.')
    case 'NotReady':
      return problem('not-ready', 503, 'Not ready', error.reasons.join('; '), { reasons: error.reasons, retryAfter: 1 })
    case 'ShuttingDown':
      return problem('shutting-down', 503, 'Shutting down', 'This line and those behind it were not taken.', {
        retryAfter: 5,
      })
    case 'Internal':
      return problem('internal', 500, 'Internal error', 'Something went wrong here; the log has the request id.')
  }
}

const problem = (
  name: string,
  status: number,
  title: string,
  detail: string,
  members?: Readonly<Record<string, unknown>>,
): Problem => ({ type: `urn:annals:problem:${name}`, title, status, detail, ...members })

const summary = (count: number): string => (count === 1 ? 'One field is not valid.' : `${count} fields are not valid.`)
