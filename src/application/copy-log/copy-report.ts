import type { Comparison, CopyStep } from './compare-logs.js'

export interface CopyOptions {
  /** Appends under way at once to a target that takes one stream at a time; 1 keeps the order of the whole log. From 1 to 64. */
  readonly parallel: number
  readonly signal: AbortSignal
  readonly onProgress: (progress: CopyProgress) => void
  readonly onNotice: (notice: Notice) => void
}

export interface CopyProgress {
  readonly step: CopyStep
  /** Walked over in this step. */
  readonly events: number
  /** Of the step, from 0 to 1. */
  readonly fraction: number
}

/** What whoever moves a log should know of a stream of the target. */
export type Notice =
  | { readonly _tag: 'Tombstoned' | 'SoftlyDeleted'; readonly stream: string }
  /** Revisions up to this one are not in the source any more; the target has placeholders there, cut off. */
  | { readonly _tag: 'Filled'; readonly stream: string; readonly last: number }
  /** The same, but they can be read: the copy was not finished. */
  | { readonly _tag: 'Uncovered'; readonly stream: string; readonly last: number }

export interface Verification extends Comparison {
  /** Streams of the target that are tombstoned, softly deleted, have placeholders, or have placeholders that can be read. */
  readonly tombstoned: number
  readonly softlyDeleted: number
  readonly filled: number
  readonly uncovered: number
}

export interface CopyReport extends Verification {
  /** The ids of the two logs. */
  readonly from: string
  readonly to: string
  /** Appended by this run. */
  readonly copied: number
}

/** Whether the target is a whole copy of the source. */
export const isWhole = ({ source, target, differences, uncovered }: CopyReport): boolean =>
  differences.length === 0 &&
  uncovered === 0 &&
  source.events === target.events &&
  source.tombstones === target.tombstones
