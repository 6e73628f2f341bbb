import { pipe } from 'fp-ts/lib/function.js'
import * as E from 'fp-ts/lib/Either.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import type { Operations } from '../../application/operations.js'
import { filterFields } from '../../ports/read-models.js'
import { cursorScope, opaquePlace } from '../cursor.js'
import { decodeFiltered } from '../filtered.js'
import { listAnswer } from '../list.js'
import type { ValueOf } from '../parameters.js'
import { both, invalid, limit, oneOf, optional, pathPart, position, present, withDefault } from '../parameters.js'
import { onceReached } from '../reached.js'
import type { Handler } from '../route.js'

const fieldOf = oneOf(filterFields)

const prefix: ValueOf<string> = (value) =>
  Buffer.byteLength(value) > maxPrefixBytes ? E.left(`must have at most ${maxPrefixBytes} bytes`) : E.right(value)
const maxPrefixBytes = 1_024

/** `GET /v1/facets/{field}`: which values a field has, and how often, by the filters of the feed; those that begin with `prefix` alone. */
export const getFacets =
  (operations: Pick<Operations, 'facets' | 'waitFor' | 'logId'>): Handler =>
  (call) => {
    const name = String(call.request.params['field'])
    const scope = cursorScope(operations.logId, 'facets', [call.tenant, name], call.parameters)
    const spec = {
      prefix: withDefault(prefix, ''),
      limit,
      cursor: optional(opaquePlace(scope)),
      after: optional(position),
    }
    return pipe(
      both(pathPart('field', fieldOf(name)), decodeFiltered(call, spec)),
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
