import { signal } from '@preact/signals'
import type { FeedRow } from './feed-row.js'

const maxNames = 5_000
const names = signal<ReadonlyMap<string, string>>(new Map())

/** What actors are called, as the events that were seen say: filters and facets have their ids alone. */
export const actorNames = {
  of: (id: string): string | undefined => names.value.get(id),
  learn: (rows: readonly FeedRow[]): void => {
    const added = rows.flatMap(({ actor: { id, name } }) =>
      name === undefined || names.peek().has(id) ? [] : [[id, name] as const],
    )
    if (added.length > 0 && names.peek().size < maxNames) names.value = new Map([...names.peek(), ...added])
  },
} as const
