import type { AnnalsError } from '../domain/errors.js'
import type { StoredEvent } from '../domain/event.js'
import type { ActivityQuery, EventFilter, FeedPlace } from '../ports/read-models.js'

export interface ExportQuery extends EventFilter {
  readonly sort: ActivityQuery['sort']
  readonly order: ActivityQuery['order']
  /** Goes on with an export that came this far. */
  readonly from?: ExportPlace
  /** At most so many rows from here on; all by default. */
  readonly limit?: number
}

/** A place behind a row of an export: the row's, what the export is complete up to, and how many rows it has given until there. */
export interface ExportPlace extends FeedPlace {
  readonly upTo: number
  readonly rows: number
}

export interface ActivityExport {
  /** It has what the feed had up to this position (-1: nothing), and nothing that was stored later, however long it takes and however often it is resumed. */
  readonly upTo: number
  readonly parts: AsyncIterable<ExportPart>
}

/** `End` and `Failed` come last. */
export type ExportPart =
  | { readonly _tag: 'Rows'; readonly rows: readonly ExportRow[] }
  /** `rows` counts from the beginning of the export. `next` is there where `limit` ended it. */
  | { readonly _tag: 'End'; readonly rows: number; readonly position: number; readonly next?: ExportPlace }
  | { readonly _tag: 'Failed'; readonly error: AnnalsError }

export interface ExportRow {
  readonly event: StoredEvent
  readonly place: ExportPlace
}
