import type { AnnalsError, FieldIssue } from '../domain/errors.js'
import type { Subject } from '../domain/event.js'
import { CommandFailure, exitCodes, failWith } from './failure.js'

export interface RemoteOptions {
  readonly fetch: typeof fetch
  /** Where the API is mounted: `/v1/…` is put behind it. */
  readonly url: string
  readonly token: string | undefined
  /** Sent as `?tenant=` where it was chosen; otherwise the credential's own tenant is used. */
  readonly tenant: string | undefined
}

export interface RequestOptions {
  readonly query?: URLSearchParams
  readonly body?: unknown
  /** The request may be sent again when its answer was lost (GETs always may). */
  readonly retry?: boolean
}

export type RemoteRequest = <Answer>(method: 'GET' | 'POST', path: string, options: RequestOptions) => Promise<Answer>

const timeoutMs = 60_000
const retryDelaysMs = [250, 1_000, 3_000] as const

/** One request to the API: its JSON answer, or the problem it tells of as a CommandFailure. */
export const remoteRequest = ({ fetch, url, token, tenant }: RemoteOptions): RemoteRequest => {
  const send = (method: string, target: URL, body: unknown): Promise<Response> =>
    fetch(target, {
      method,
      headers: {
        accept: 'application/json',
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMs),
    })

  return async <Answer>(method: 'GET' | 'POST', path: string, options: RequestOptions): Promise<Answer> => {
    const target = targetOf(url, path, options.query, tenant)
    const mayRepeat = method === 'GET' || options.retry === true
    for (let attempt = 0; ; attempt++) {
      const delayMs = mayRepeat ? retryDelaysMs[attempt] : undefined
      let response: Response
      let text: string
      try {
        response = await send(method, target, options.body)
        text = await response.text()
      } catch (error) {
        if (delayMs === undefined || isRefused(error)) return unreachable(url, error)
        await pause(delayMs)
        continue
      }
      if (response.status === 503 && delayMs !== undefined) await pause(delayMs)
      else return readAnswer<Answer>(response, text)
    }
  }
}

const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds))

const targetOf = (url: string, path: string, query: URLSearchParams | undefined, tenant: string | undefined): URL => {
  const target = new URL(`${url.replace(/\/+$/, '')}${path}`)
  for (const [name, value] of query ?? []) target.searchParams.append(name, value)
  if (tenant !== undefined) target.searchParams.set('tenant', tenant)
  return target
}

const causeOf = (error: unknown): unknown => (error instanceof Error && error.cause !== undefined ? error.cause : error)

const isRefused = (error: unknown): boolean => (causeOf(error) as { readonly code?: string }).code === 'ECONNREFUSED'

const unreachable = (url: string, error: unknown): never => {
  const cause = causeOf(error)
  const { code } = cause as { readonly code?: unknown }
  const why = typeof code === 'string' ? code : cause instanceof Error ? cause.message : String(cause)
  throw new CommandFailure(`${url} does not answer: ${why}`, exitCodes.failed)
}

const readAnswer = <Answer>(response: Response, text: string): Answer => {
  let answer: unknown
  try {
    answer = text === '' ? undefined : JSON.parse(text)
  } catch {
    answer = undefined
  }
  if (response.ok) {
    if (answer !== undefined || text === '') return answer as Answer
    throw new CommandFailure(
      'the server answered something that is not JSON: is --url an Annals server?',
      exitCodes.failed,
    )
  }
  const error = problemToError(answer as ProblemMembers | undefined)
  if (error !== undefined) return failWith(error)
  const { title, detail } = (answer ?? {}) as ProblemMembers
  const said = [title, detail].filter((part) => typeof part === 'string').join(': ')
  throw new CommandFailure(
    `the server answered ${response.status}${said === '' ? '' : `: ${said}`}`,
    response.status >= 400 && response.status < 500 ? exitCodes.badInput : exitCodes.failed,
  )
}

interface ProblemMembers {
  readonly type?: string
  readonly title?: string
  readonly detail?: string
  readonly errors?: readonly FieldIssue[]
  readonly field?: string
  readonly limitBytes?: number
  readonly id?: string
  readonly subject?: Subject
  readonly expected?: number
  readonly actual?: number
  readonly version?: number
  readonly latest?: number
  readonly paths?: readonly string[]
  readonly at?: string
  readonly firstVersion?: number
  readonly retryAfter?: number
  readonly after?: string
  readonly position?: string
  readonly projection?: string
}

/** The error that a problem (RFC 9457) tells of, by its type; undefined for one that only HTTP knows. */
export const problemToError = (problem: ProblemMembers | undefined): AnnalsError | undefined => {
  const { detail = '', subject = { type: '?', id: '?' }, version = -1, actual = -1, retryAfter = 1 } = problem ?? {}
  switch (problem?.type?.replace('urn:annals:problem:', '')) {
    case 'invalid-input':
      return { _tag: 'InvalidInput', issues: problem?.errors ?? [{ field: '', message: detail }] }
    case 'payload-too-large':
      return { _tag: 'PayloadTooLarge', field: problem?.field ?? '', limitBytes: problem?.limitBytes ?? 0 }
    case 'unauthenticated':
      return { _tag: 'Unauthenticated' }
    case 'forbidden':
      return { _tag: 'Forbidden', detail }
    case 'id-conflict':
      return { _tag: 'IdConflict', id: problem?.id ?? '' }
    case 'version-conflict':
      return { _tag: 'VersionConflict', subject, expected: problem?.expected ?? -1, actual }
    case 'precondition-failed':
      return { _tag: 'PreconditionFailed', subject, actual }
    case 'delta-mismatch':
      return { _tag: 'DeltaMismatch', subject, version, paths: problem?.paths ?? [] }
    case 'no-state':
      return { _tag: 'NoState', subject }
    case 'subject-not-found':
      return { _tag: 'SubjectNotFound', subject }
    case 'version-not-found':
      return { _tag: 'VersionNotFound', subject, version, latest: problem?.latest ?? -1 }
    case 'no-version-at':
      return { _tag: 'NoVersionAt', subject, at: problem?.at ?? '' }
    case 'purged':
      return { _tag: 'Purged', subject, firstVersion: problem?.firstVersion ?? -1 }
    case 'projection-behind':
      return { _tag: 'ProjectionBehind', after: problem?.after ?? '', position: problem?.position ?? '' }
    case 'rebuild-running':
      return { _tag: 'RebuildRunning', projection: problem?.projection ?? '' }
    case 'unavailable':
    case 'shutting-down':
      return { _tag: 'Unavailable', reason: detail, retryAfterSeconds: retryAfter }
    case 'overloaded':
      return { _tag: 'Overloaded', reason: detail, retryAfterSeconds: retryAfter }
    default:
      return undefined
  }
}
