import * as E from 'fp-ts/lib/Either.js'
import { filterFields } from '../ports/read-models.js'
import type { ExportPlace, ExportQuery } from './activity-export.js'

/** The cursors of one export: opaque, of one log, and of one filter and order. */
export interface ExportCursors {
  readonly encode: (place: ExportPlace) => string
  readonly decode: (cursor: string) => E.Either<string, ExportPlace>
}

type Exported = Pick<ExportQuery, 'tenant' | 'fields' | 'since' | 'until' | 'sort' | 'order'>

export const exportCursors = (sha256: (text: string) => string, logId: string, query: Exported): ExportCursors => {
  const scope = { l: logId, k: 'export', f: sha256(asText(query)).slice(0, 16) }
  return {
    encode: ({ occurredAt, position, upTo, rows }) =>
      Buffer.from(JSON.stringify({ ...scope, p: [occurredAt, position, upTo, rows] })).toString('base64url'),
    decode: (cursor) => {
      const content = contentOf(cursor)
      if (content === undefined) return E.left(malformed)
      if (content['l'] !== scope.l) return E.left('is a cursor of another log')
      if (content['k'] !== scope.k || content['f'] !== scope.f)
        return E.left('is a cursor of another export: filters, sort and order must be as they were')
      return placeOf(content['p'])
    },
  }
}

const asText = ({ tenant, fields, since, until, sort, order }: Exported): string =>
  JSON.stringify([
    tenant,
    sort,
    order,
    since ?? null,
    until ?? null,
    filterFields.map((field) => [fields[field]?.anyOf ?? null, fields[field]?.noneOf ?? null]),
  ])

const contentOf = (cursor: string): Readonly<Record<string, unknown>> | undefined => {
  if (!/^[A-Za-z0-9_-]+$/.test(cursor)) return undefined
  try {
    const content: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'))
    return typeof content === 'object' && content !== null ? { ...content } : undefined
  } catch {
    return undefined
  }
}

const placeOf = (value: unknown): E.Either<string, ExportPlace> => {
  const numbers: readonly unknown[] = Array.isArray(value) ? (value as unknown[]) : []
  const [occurredAt, position, upTo, rows] = numbers
  return isInteger(occurredAt) && isInteger(position) && position >= 0 && isInteger(upTo) && isInteger(rows) && rows > 0
    ? E.right({ occurredAt, position, upTo, rows })
    : E.left(malformed)
}

const malformed = 'is not a cursor'
const isInteger = (value: unknown): value is number => Number.isSafeInteger(value)
