import { pipe } from 'fp-ts/lib/function.js'
import * as E from 'fp-ts/lib/Either.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import type { Operations } from '../../application/operations.js'
import { stringSchema } from '../../domain/json-schema.js'
import type { FacetValue } from '../../ports/read-models.js'
import { filterFields } from '../../ports/read-models.js'
import type { CursorScope } from '../cursor.js'
import { cursorScope, opaquePlace } from '../cursor.js'
import { decodeFiltered, filterParameters } from '../filtered.js'
import { listAnswer } from '../list.js'
import type { Operation } from '../openapi/operation.js'
import { anyScope, shapesOf } from '../openapi/operation.js'
import { countSchema, pageAnswer, record } from '../openapi/schemas.js'
import type { ValueOf } from '../parameters.js'
import {
  after,
  both,
  cursor,
  described,
  invalid,
  limit,
  oneOf,
  pathPart,
  present,
  required,
  valued,
  withDefault,
} from '../parameters.js'
import { onceReached } from '../reached.js'
import type { Handler } from '../route.js'

const fieldOf = oneOf(filterFields)

const maxPrefixBytes = 1_024
const prefix: ValueOf<string> = valued({ type: 'string', maxLength: maxPrefixBytes }, (value) =>
  Buffer.byteLength(value) > maxPrefixBytes ? E.left(`must have at most ${maxPrefixBytes} bytes`) : E.right(value),
)

const spec = (scope: CursorScope) => ({
  prefix: described(withDefault(prefix, ''), 'Only values that begin with it; at most 1,024 bytes.'),
  limit,
  cursor: cursor(opaquePlace(scope)),
  after,
})

export const getFacetsOperation: Operation = {
  method: 'get',
  path: '/v1/facets/{field}',
  id: 'getFacets',
  tag: 'Reading',
  summary: 'The values of a field, with counts',
  description: 'The most frequent come first, ties by the value. Takes the filters of the feed.',
  permission: 'read',
  inPath: shapesOf({ field: described(required(fieldOf), 'A field of the filter.') }),
  query: { ...filterParameters, ...shapesOf(spec(anyScope)) },
  answers: {
    200: pageAnswer('FacetPage', record<FacetValue>('FacetValue', { value: stringSchema, count: countSchema }, {})),
  },
}

/** `GET /v1/facets/{field}`: which values a field has, and how often, by the filters of the feed; those that begin with `prefix` alone. */
export const getFacets =
  (operations: Pick<Operations, 'facets' | 'waitFor' | 'logId'>): Handler =>
  (call) => {
    const name = String(call.request.params['field'])
    const scope = cursorScope(operations.logId, 'facets', [call.tenant, name], call.parameters)
    return pipe(
      both(pathPart('field', fieldOf(name)), decodeFiltered(call, spec(scope))),
      E.mapLeft(invalid),
      TE.fromEither,
      TE.flatMap(([field, { filter, query }]) => {
        const { after, cursor, ...rest } = query
        return onceReached(operations, after, () =>
          operations.facets({ ...filter, ...rest, field, ...present({ from: cursor }) }),
        )
      }),
      TE.map((page) => listAnswer(call, scope, page)),
    )
  }
