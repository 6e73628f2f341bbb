/** A row that the live rows and a rebuild do not have alike. */
export interface Difference {
  readonly projection: string
  /** `index` for the feed index. */
  readonly table: string
  /** The tenant and the key's values, as JSON; in the feed index, the event's position. */
  readonly key: string
  readonly detail: string
}

export interface Comparison {
  /** In the rebuild, all tables together. */
  readonly rows: number
  readonly differences: number
}
