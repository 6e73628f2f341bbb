import { pipe } from 'fp-ts/lib/function.js'
import * as E from 'fp-ts/lib/Either.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import type { Operations } from '../../application/operations.js'
import type { FieldIssue } from '../../domain/errors.js'
import { cursorScope, opaquePlace } from '../cursor.js'
import { listAnswer } from '../list.js'
import type { ParameterSpec } from '../parameters.js'
import { decodeParameters, invalid, limit, optional, position, present, text } from '../parameters.js'
import type { Parameters } from '../query-string.js'
import { onceReached } from '../reached.js'
import type { Authorized, Handler } from '../route.js'

/** `GET /v1/projections/{name}/rows`: a projection's rows, of `?table=` (its first by default), in the order of their key; every other parameter is a column that must equal the value. */
export const getRows =
  (operations: Pick<Operations, 'projectionRows' | 'waitFor' | 'logId'>): Handler =>
  (call) => {
    const projection = String(call.request.params['name'])
    const scope = cursorScope(operations.logId, 'rows', [call.tenant, projection], call.parameters)
    const spec = { table: optional(text), limit, cursor: optional(opaquePlace(scope)), after: optional(position) }
    return pipe(
      decodeRowsRequest(call, spec),
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
