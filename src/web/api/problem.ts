/** An answer that is an error, or none at all, as the API's problem details say it (RFC 9457). */
interface Problem {
  /** The last part of the problem's type (`version-conflict`), or `unreachable` where there was no answer. */
  readonly kind: string
  readonly status: number
  readonly title: string
  readonly detail: string
  readonly errors: readonly { readonly field: string; readonly message: string }[]
  /** All members of the answer. */
  readonly members: Readonly<Record<string, unknown>>
}

export class ProblemError extends Error {
  readonly problem: Problem
  constructor(problem: Problem) {
    super(problem.detail === '' ? problem.title : problem.detail)
    this.name = 'ProblemError'
    this.problem = problem
  }
}

export const unreachable: Problem = {
  kind: 'unreachable',
  status: 0,
  title: 'The server does not answer',
  detail: 'Check that it runs; this page goes on by itself once it does.',
  errors: [],
  members: {},
}

export const problemOf = async (response: Response): Promise<Problem> => {
  const body: unknown = await response.json().catch(() => ({}))
  const members = typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {}
  const text = (key: string, otherwise: string): string => {
    const value = members[key]
    return typeof value === 'string' ? value : otherwise
  }
  return {
    kind: text('type', `status-${response.status}`).replace(/^urn:annals:problem:/, ''),
    status: response.status,
    title: text('title', `The server answered ${response.status}`),
    detail: text('detail', ''),
    errors: Array.isArray(members['errors']) ? (members['errors'] as Problem['errors']) : [],
    members,
  }
}
