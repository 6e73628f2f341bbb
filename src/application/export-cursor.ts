import * as E from 'fp-ts/lib/Either.js'
import { filterFields } from '../ports/read-models.js'
import type { ExportPlace, ExportQuery } from './activity-export.js'
import { decodeScoped, encodeScoped, malformedCursor } from './scoped-cursor.js'
import type { ListScope } from './scoped-cursor.js'

/** The cursors of one export: opaque, of one log, and of one filter and order. */
export interface ExportCursors {
  readonly encode: (place: ExportPlace) => string
  readonly decode: (cursor: string) => E.Either<string, ExportPlace>
}

type Exported = Pick<ExportQuery, 'tenant' | 'fields' | 'since' | 'until' | 'sort' | 'order'>

export const exportCursors = (sha256: (text: string) => string, logId: string, query: Exported): ExportCursors => {
  const scope: ListScope = { logId, kind: 'export', list: sha256(asText(query)).slice(0, 16) }
  return {
    encode: ({ occurredAt, position, upTo, rows }) => encodeScoped(scope, [occurredAt, position, upTo, rows]),
    decode: (cursor) => E.flatMap(placeOf)(decodeScoped(scope, cursor, otherExport)),
  }
}

const otherExport = 'is a cursor of another export: filters, sort and order must be as they were'

const asText = ({ tenant, fields, since, until, sort, order }: Exported): string =>
  JSON.stringify([
    tenant,
    sort,
    order,
    since ?? null,
    until ?? null,
    filterFields.map((field) => [fields[field]?.anyOf ?? null, fields[field]?.noneOf ?? null]),
  ])

const placeOf = (value: unknown): E.Either<string, ExportPlace> => {
  const numbers: readonly unknown[] = Array.isArray(value) ? (value as unknown[]) : []
  const [occurredAt, position, upTo, rows] = numbers
  return isInteger(occurredAt) && isInteger(position) && position >= 0 && isInteger(upTo) && isInteger(rows) && rows > 0
    ? E.right({ occurredAt, position, upTo, rows })
    : E.left(malformedCursor)
}

const isInteger = (value: unknown): value is number => Number.isSafeInteger(value)
