import { refuse } from '../client-failure.js'
import type { HttpRequest, HttpResponse } from './http-request.js'

/** Which requests. All fields that are there must hold; of a field's values, one. */
export interface Selection {
  /** Patterns of routes such as `/posts/:id`; a trailing `*` makes a prefix. */
  readonly routes?: readonly string[] | undefined
  readonly methods?: readonly string[] | undefined
  /** `404`, `'5xx'`, or `'aborted'`: the client went away before the answer began. */
  readonly statuses?: readonly (number | `${1 | 2 | 3 | 4 | 5}xx` | 'aborted')[] | undefined
  readonly when?: ((request: HttpRequest, response: HttpResponse) => boolean) | undefined
}

export interface SelectedRequest {
  readonly request: HttpRequest
  readonly response: HttpResponse
  readonly route: string | undefined
  /** undefined where the client went away before there was one. */
  readonly status: number | undefined
}

/** `otherwise` is the answer where nothing was given. */
export const selecting = (
  given: Selection | readonly Selection[] | undefined,
  otherwise: boolean,
): ((selected: SelectedRequest) => boolean) => {
  if (given === undefined) return () => otherwise
  const list = (Array.isArray(given) ? given : [given]) as readonly Selection[]
  const tests = list.map(testOf)
  return (selected) => tests.some((test) => test(selected))
}

const names = ['routes', 'methods', 'statuses', 'when']

const testOf = (selection: Selection): ((selected: SelectedRequest) => boolean) => {
  const unknown = Object.keys(selection).filter((name) => !names.includes(name))
  if (unknown.length > 0) refuse(unknown.map((field) => ({ field, message: `is not one of ${names.join(', ')}` })))
  const methods = selection.methods?.map((method) => method.toUpperCase())
  const { routes, statuses, when } = selection
  return ({ request, response, route, status }) =>
    (methods === undefined || methods.includes(request.method ?? '')) &&
    (routes === undefined || (route !== undefined && routes.some((pattern) => matches(pattern, route)))) &&
    (statuses === undefined || statuses.some((each) => isStatus(each, status))) &&
    (when === undefined || when(request, response))
}

const matches = (pattern: string, route: string): boolean =>
  pattern.endsWith('*') ? route.startsWith(pattern.slice(0, -1)) : route === pattern

const isStatus = (wanted: number | string, status: number | undefined): boolean => {
  if (status === undefined) return wanted === 'aborted'
  return wanted === status || wanted === `${Math.floor(status / 100)}xx`
}
