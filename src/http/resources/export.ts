import { createHash } from 'node:crypto'
import type { Response } from 'express'
import * as E from 'fp-ts/lib/Either.js'
import type { ActivityExport, ExportPart, ExportQuery } from '../../application/activity-export.js'
import { exportCursors } from '../../application/export-cursor.js'
import type { ExportCursors } from '../../application/export-cursor.js'
import type { Operations } from '../../application/operations.js'
import type { AnnalsError } from '../../domain/errors.js'
import { csvHeader, csvLine } from '../../domain/event-csv.js'
import type { JsonSchema } from '../../domain/json-schema.js'
import { stringSchema } from '../../domain/json-schema.js'
import type { StreamMetrics } from '../../ports/metrics.js'
import { acceptsGzip } from '../accepts-gzip.js'
import type { Answer } from '../answer.js'
import { openExport, sendExportHead } from '../export-stream.js'
import type { ExportHead, ExportStream } from '../export-stream.js'
import { decodeFiltered } from '../filtered.js'
import type { HttpLogger } from '../logger.js'
import type { Content } from '../openapi/operation.js'
import { countSchema, orNull, storedEventSchema } from '../openapi/schemas.js'
import { logFailure } from '../logger.js'
import {
  integer,
  invalid,
  oneOf,
  optional,
  order,
  position,
  present,
  required,
  text,
  withDefault,
} from '../parameters.js'
import { onceReached } from '../reached.js'
import type { Authorized, Handler } from '../route.js'

export interface ExportOptions {
  readonly operations: Pick<Operations, 'exportActivity' | 'waitFor' | 'logId'>
  readonly logger: HttpLogger
  readonly metrics?: StreamMetrics
}

/** Whether a request for the feed asks for all of it in one answer. */
export const isExport = ({ parameters }: Pick<Authorized, 'parameters'>): boolean => {
  const format = parameters.get('format')?.[0]
  return format === 'ndjson' || format === 'csv'
}

const spec = {
  format: required(oneOf(['ndjson', 'csv'] as const)),
  sort: withDefault(oneOf(['occurredAt', 'position'] as const), 'occurredAt'),
  order: withDefault(order, 'desc'),
  limit: optional(integer(1, Number.MAX_SAFE_INTEGER)),
  cursor: optional(text),
  after: optional(position),
}

const rowSchema: JsonSchema = {
  ...storedEventSchema,
  title: 'ExportRow',
  description: 'An event, and where an export goes on behind it.',
  properties: { ...storedEventSchema.properties, cursor: stringSchema },
  required: [...(storedEventSchema.required ?? []), 'cursor'],
}

const endSchema: JsonSchema = {
  title: 'ExportEnd',
  description: 'The last line. `position`: the export has what the feed had up to there; `next` where `limit` cut it.',
  type: 'object',
  properties: {
    end: {
      type: 'object',
      properties: {
        rows: countSchema,
        position: { type: 'string', pattern: '^(-1|[0-9]+)$' },
        next: orNull(stringSchema),
      },
      required: ['rows', 'position', 'next'],
    },
  },
  required: ['end'],
}

/** How the document tells of exports, by media type. */
export const exportContent: Content = {
  'application/x-ndjson': { title: 'ExportLine', oneOf: [rowSchema, endSchema] },
  'text/csv': { type: 'string' },
}

interface Asked {
  readonly format: 'ndjson' | 'csv'
  readonly query: ExportQuery
  readonly after: number | undefined
  readonly cursors: ExportCursors
}

/** `GET /v1/activity?format=ndjson|csv`: all that the filter lets through, in one answer of any size. */
export const getExport =
  (options: ExportOptions): Handler =>
  (call) =>
  async () => {
    const { operations } = options
    const asked = decodeExport(operations.logId, call)
    if (E.isLeft(asked)) return asked
    const { after, query } = asked.right
    const opened = await onceReached(operations, after, () => operations.exportActivity(query))()
    return E.map((made: ActivityExport) => answerOf(options, call, asked.right, made))(opened)
  }

const decodeExport = (logId: string, call: Authorized): E.Either<AnnalsError, Asked> => {
  const decoded = decodeFiltered(call, spec)
  if (E.isLeft(decoded)) return E.left(invalid(decoded.left))
  const { format, sort, order, limit, cursor, after } = decoded.right.query
  const query = { ...decoded.right.filter, sort, order, ...present({ limit }) }
  const cursors = exportCursors(sha256, logId, query)
  if (cursor === undefined) return E.right({ format, query, after, cursors })
  const from = cursors.decode(cursor)
  return E.isLeft(from)
    ? E.left(invalid([{ field: 'cursor', message: from.left }]))
    : E.right({ format, query: { ...query, from: from.right }, after, cursors })
}

const sha256 = (value: string): string => createHash('sha256').update(value).digest('hex')

const answerOf = (
  { logger, metrics }: ExportOptions,
  call: Authorized,
  asked: Asked,
  { upTo, parts }: ActivityExport,
): Answer => {
  const head: ExportHead = {
    contentType: asked.format === 'csv' ? 'text/csv; charset=utf-8; header=present' : 'application/x-ndjson',
    filename: `annals-activity-${call.tenant}-${Math.max(upTo, 0)}.${asked.format}`,
    gzip: acceptsGzip(call.request.headers['accept-encoding']),
    trailers: asked.format === 'csv' ? trailerNames : [],
  }
  const write = async (response: Response): Promise<void> => {
    if (call.request.method === 'HEAD') {
      sendExportHead(response, head)
      response.end()
    } else if (!response.destroyed) {
      metrics?.exportBegun()
      if (metrics !== undefined) response.once('close', metrics.exportEnded)
      await writeAll(logger, response, asked, openExport(response, head), parts)
    }
  }
  return { _tag: 'Stream', write }
}

const writeAll = async (
  logger: HttpLogger,
  response: Response,
  asked: Asked,
  output: ExportStream,
  parts: AsyncIterable<ExportPart>,
): Promise<void> => {
  // What goes on with a file has its first line already.
  if (asked.format === 'csv' && asked.query.from === undefined) await output.write(csvHeader)
  for await (const part of parts) {
    if (output.isGone()) return
    switch (part._tag) {
      case 'Rows':
        await writeRows(asked, output, part.rows)
        break
      case 'End':
        return finish(asked, output, part)
      case 'Failed':
        logFailure(logger, response, part.error._tag)
        output.cut()
        return
    }
  }
}

const pieceChars = 65_536

type PartOf<Tag extends ExportPart['_tag']> = Extract<ExportPart, { readonly _tag: Tag }>

const writeRows = async (
  { format, cursors }: Asked,
  output: ExportStream,
  rows: PartOf<'Rows'>['rows'],
): Promise<void> => {
  let piece = ''
  for (const { event, place } of rows) {
    const cursor = cursors.encode(place)
    piece += format === 'csv' ? csvLine(event, cursor) : `${JSON.stringify({ ...event, cursor })}\n`
    if (piece.length < pieceChars) continue
    await output.write(piece)
    piece = ''
    if (output.isGone()) return
  }
  if (piece !== '') await output.write(piece)
}

const trailerNames = ['Annals-Rows', 'Annals-Position', 'Annals-Next']

const finish = async ({ format, cursors }: Asked, output: ExportStream, end: PartOf<'End'>): Promise<void> => {
  const position = String(end.position)
  const next = end.next === undefined ? undefined : cursors.encode(end.next)
  if (format === 'ndjson') {
    await output.write(`${JSON.stringify({ end: { rows: end.rows, position, next: next ?? null } })}\n`)
    return output.finish({})
  }
  return output.finish({
    'annals-rows': String(end.rows),
    'annals-position': position,
    ...(next === undefined ? {} : { 'annals-next': next }),
  })
}
