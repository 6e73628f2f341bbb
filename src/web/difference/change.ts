import type { Json } from '../../domain/json.js'

/** A key of an object, or an index of an array. */
export type Segment = string | number

/** What became of one value. Indexes of moved items: `from` in the array before, `to` in the array after. */
export type Change =
  | { readonly op: 'added'; readonly new: Json }
  | { readonly op: 'removed'; readonly old: Json }
  | { readonly op: 'replaced'; readonly old: Json; readonly new: Json }
  | { readonly op: 'moved'; readonly from: Segment; readonly to: Segment; readonly value?: Json }
  /** A part of a delta that says nothing that is known here; shown as it is. */
  | { readonly op: 'unreadable'; readonly delta: Json }
