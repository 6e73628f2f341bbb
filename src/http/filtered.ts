import * as E from 'fp-ts/lib/Either.js'
import type { FieldIssue } from '../domain/errors.js'
import type { EventFilter } from '../ports/read-models.js'
import { decodeFields, filterShapes, isFilterParameter } from './event-filter.js'
import { shapesOf } from './openapi/operation.js'
import type { Shapes } from './openapi/operation.js'
import type { Decoded, ParameterSpec } from './parameters.js'
import { decodeParameters, described, optional, present, time } from './parameters.js'
import type { Authorized } from './route.js'

const period = {
  since: described(optional(time), 'Only what occurred at or after this time.'),
  until: described(optional(time), 'Only what occurred before this time.'),
}

/** The parameters of the filter, for the document of the API. */
export const filterParameters: Shapes = { ...Object.fromEntries(filterShapes), ...shapesOf(period) }

/** The filter that feed and statistics share, and the route's own parameters. Every issue of both is named. */
export const decodeFiltered = <S extends ParameterSpec>(
  call: Pick<Authorized, 'tenant' | 'parameters'>,
  spec: S,
): E.Either<readonly FieldIssue[], { readonly filter: EventFilter; readonly query: Decoded<S> }> => {
  const fields = decodeFields(call.parameters)
  const times = decodeParameters(call.parameters, period, () => true)
  const query = decodeParameters(
    call.parameters,
    spec,
    (name) => isFilterParameter(name) || Object.hasOwn(period, name),
  )
  if (E.isRight(fields) && E.isRight(times) && E.isRight(query)) {
    const filter = { tenant: call.tenant, fields: fields.right, ...present(times.right) }
    return E.right({ filter, query: query.right })
  }
  return E.left([fields, times, query].flatMap((part) => (E.isLeft(part) ? part.left : [])))
}
