import * as E from 'fp-ts/lib/Either.js'
import type { AnnalsError, FieldIssue } from '../domain/errors.js'
import type { Subject } from '../domain/event.js'
import { checkId, checkType } from '../domain/names.js'
import { shapesOf } from './openapi/operation.js'
import type { Shapes } from './openapi/operation.js'
import type { Decoded, ParameterSpec } from './parameters.js'
import { checked, decodeParameters, described, invalid, optional, required } from './parameters.js'
import type { Parameters } from './query-string.js'
import type { Authorized } from './route.js'

export interface SubjectRequest<S extends ParameterSpec> {
  readonly subject: Subject
  readonly query: Decoded<S>
}

/** In place of the id in the path where it is given as `?id=`: some proxies decode the `%2F` of an id with a slash. */
const idInQuery = '~'

/** What a path below `/v1/subjects/{type}/{id}` has, for the document of the API. */
export const subjectInPath: Shapes = shapesOf({
  type: described(required(checked(checkType)), "The subject's type."),
  id: described(
    required(checked(checkId)),
    "The subject's id, percent-encoded (a slash as `%2F`), or `~` where it is in the query.",
  ),
})

/** The id where the path has `~` for it. */
export const subjectInQuery: Shapes = shapesOf({
  id: described(optional(checked(checkId)), "The subject's id, where the path has `~` for it."),
})

/** The subject of `/v1/subjects/{type}/{id}…` and the parameters of the route. Every issue of both is named. */
export const decodeSubjectRequest = <S extends ParameterSpec>(
  call: Authorized,
  spec: S,
): E.Either<AnnalsError, SubjectRequest<S>> => {
  const { type = '', id = '' } = call.request.params as Readonly<Record<string, string>>
  const inQuery = id === idInQuery
  const subject = { type, id: inQuery ? (call.parameters.get('id')?.[0] ?? '') : id }
  const issues: FieldIssue[] = []
  const typeMessage = checkType(subject.type)
  if (typeMessage !== undefined) issues.push({ field: 'type', message: typeMessage })
  const idMessage = inQuery ? checkIdParameter(call.parameters) : checkId(subject.id)
  if (idMessage !== undefined) issues.push({ field: 'id', message: idMessage })
  const query = decodeParameters(call.parameters, spec, (name) => inQuery && name === 'id')
  if (E.isLeft(query)) return E.left(invalid([...issues, ...query.left]))
  return issues.length > 0 ? E.left(invalid(issues)) : E.right({ subject, query: query.right })
}

const checkIdParameter = (parameters: Parameters): string | undefined => {
  const [id, ...more] = parameters.get('id') ?? []
  if (id === undefined) return 'is required where the path has ~ for it'
  return more.length > 0 ? 'is given more than once' : checkId(id)
}
