import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import type { AnnalsError } from '../domain/errors.js'
import type { StoredEvent } from '../domain/event.js'
import type { FeedPlace, Page, ReadModels } from '../ports/read-models.js'
import type { ExportPart, ExportPlace, ExportQuery, ExportRow } from './activity-export.js'
import { fromQueryError } from './error-mapping.js'
import { feedReached } from './feed-reached.js'
import { nextTurn } from './next-turn.js'
import type { Operations } from './operations.js'

export interface ExportPorts {
  readonly readModels: Pick<ReadModels, 'activity' | 'status'>
}

type FeedPage = Page<StoredEvent, FeedPlace>

/** Also what is held in memory at a time. */
const pageSize = 256

/** All that a filter lets through, read page by page as it is taken. Left, before there is anything, where the feed does not answer or the filter is too large. */
export const exportActivity =
  (ports: ExportPorts): Operations['exportActivity'] =>
  (query) =>
  async () => {
    const reached = feedReached(ports.readModels)
    const upTo = query.from?.upTo ?? reached
    // The feed may be being made anew since the export began: what it lacks would be left out without a word.
    if (reached < upTo) return E.left({ _tag: 'ProjectionBehind', after: String(upTo), position: String(reached) })
    const first = await readPage(ports, query, query.from)
    return E.isLeft(first) ? first : E.right({ upTo, parts: parts(ports, query, upTo, first.right) })
  }

async function* parts(
  ports: ExportPorts,
  query: ExportQuery,
  upTo: number,
  first: FeedPage,
): AsyncGenerator<ExportPart, void, undefined> {
  let rows = query.from?.rows ?? 0
  const most = rows + (query.limit ?? Number.POSITIVE_INFINITY)
  let last: ExportPlace | undefined
  let page = first
  for (;;) {
    const found: ExportRow[] = []
    for (const event of page.items) {
      const position = Number(event.position)
      if (position > upTo) continue
      // There is one more than was asked for.
      if (rows === most) {
        if (found.length > 0) yield { _tag: 'Rows', rows: found }
        return yield { _tag: 'End', rows, position: upTo, ...(last === undefined ? {} : { next: last }) }
      }
      last = { occurredAt: Date.parse(event.occurredAt), position, upTo, rows: ++rows }
      found.push({ event, place: last })
    }
    if (found.length > 0) yield { _tag: 'Rows', rows: found }
    if (page.next === undefined || isBeyond(query, page.next, upTo)) return yield { _tag: 'End', rows, position: upTo }
    await nextTurn()
    const read = await readPage(ports, query, page.next)
    if (E.isLeft(read)) return yield { _tag: 'Failed', error: read.left }
    page = read.right
  }
}

/** In the order of the log, all that is left was stored later. */
const isBeyond = ({ sort, order }: ExportQuery, { position }: FeedPlace, upTo: number): boolean =>
  sort === 'position' && order === 'asc' && position >= upTo

const readPage = async (
  { readModels }: ExportPorts,
  { from: _, limit: __, ...query }: ExportQuery,
  place: FeedPlace | undefined,
): Promise<Either<AnnalsError, FeedPage>> => {
  const from = place === undefined ? {} : { from: { occurredAt: place.occurredAt, position: place.position } }
  return E.mapLeft(fromQueryError)(await readModels.activity({ ...query, ...from, limit: pageSize })())
}
