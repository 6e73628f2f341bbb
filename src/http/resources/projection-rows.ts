import { pipe } from 'fp-ts/lib/function.js'
import * as E from 'fp-ts/lib/Either.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import type { Operations } from '../../application/operations.js'
import type { FieldIssue } from '../../domain/errors.js'
import type { CursorScope } from '../cursor.js'
import { cursorScope, opaquePlace } from '../cursor.js'
import { listAnswer } from '../list.js'
import type { Operation } from '../openapi/operation.js'
import { anyScope, shapesOf } from '../openapi/operation.js'
import { pageAnswer } from '../openapi/schemas.js'
import type { ParameterSpec } from '../parameters.js'
import {
  after,
  cursor,
  decodeParameters,
  described,
  invalid,
  limit,
  optional,
  present,
  required,
  text,
} from '../parameters.js'
import type { Parameters } from '../query-string.js'
import { onceReached } from '../reached.js'
import type { Authorized, Handler } from '../route.js'

const spec = (scope: CursorScope) => ({
  table: described(optional(text), 'One of several tables; the first by default.'),
  limit,
  cursor: cursor(opaquePlace(scope)),
  after,
})

export const projectionInPath = shapesOf({ name: described(required(text), "The projection's name.") })

export const getRowsOperation: Operation = {
  method: 'get',
  path: '/v1/projections/{name}/rows',
  id: 'getProjectionRows',
  tag: 'Projections',
  summary: "A projection's rows",
  description: 'In the order of their key.',
  permission: 'read',
  inPath: projectionInPath,
  query: {
    ...shapesOf(spec(anyScope)),
    columns: {
      required: false,
      schema: { type: 'object', additionalProperties: { type: 'string' } },
      description: 'Every other parameter is a column that must equal its value.',
    },
  },
  answers: { 200: pageAnswer('RowPage', { title: 'Row', type: 'object', additionalProperties: true }) },
  problems: ['NotFound'],
}

/** `GET /v1/projections/{name}/rows`: a projection's rows, of `?table=` (its first by default), in the order of their key; every other parameter is a column that must equal the value. */
export const getRows =
  (operations: Pick<Operations, 'projectionRows' | 'waitFor' | 'logId'>): Handler =>
  (call) => {
    const projection = String(call.request.params['name'])
    const scope = cursorScope(operations.logId, 'rows', [call.tenant, projection], call.parameters)
    return pipe(
      decodeRowsRequest(call, spec(scope)),
      E.mapLeft(invalid),
      TE.fromEither,
      TE.flatMap(({ where, query: { after, cursor, table, limit } }) => {
        const query = { tenant: call.tenant, projection, where, limit, ...present({ table, from: cursor }) }
        return onceReached(operations, after, () => operations.projectionRows(query))
      }),
      TE.map((page) => listAnswer(call, scope, page)),
    )
  }

const decodeRowsRequest = <S extends ParameterSpec>(call: Authorized, spec: S) => {
  const isColumn = (name: string): boolean => columnName.test(name) && !Object.hasOwn(spec, name) && name !== 'tenant'
  const query = decodeParameters(call.parameters, spec, isColumn)
  const where = decodeColumns(call.parameters, isColumn)
  if (E.isRight(query) && E.isRight(where)) return E.right({ where: where.right, query: query.right })
  return E.left([query, where].flatMap((part) => (E.isLeft(part) ? part.left : [])))
}

const columnName = /^[A-Za-z][A-Za-z0-9_]{0,63}$/

const decodeColumns = (
  parameters: Parameters,
  isColumn: (name: string) => boolean,
): E.Either<readonly FieldIssue[], Readonly<Record<string, string>>> => {
  const columns = [...parameters].filter(([name]) => isColumn(name))
  const issues = columns
    .filter(([, values]) => values.length > 1)
    .map(([field]) => ({ field, message: 'is given more than once' }))
  return issues.length > 0
    ? E.left(issues)
    : E.right(Object.fromEntries(columns.map(([name, values]) => [name, values[0] ?? ''])))
}
