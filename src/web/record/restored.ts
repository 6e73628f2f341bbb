/** A restore that was made: the version it made, and the one whose state that is. */
export interface Restored {
  readonly version: number
  readonly from: number
}
