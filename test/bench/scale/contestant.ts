import { createHash } from 'node:crypto'
import type { StoredEvent } from '../../../src/domain/event.js'
import type { FacetValue, FeedPlace, Page, StatsAnswer } from '../../../src/ports/read-models.js'
import type { Query } from './questions.js'

export type Answer = Page<StoredEvent, FeedPlace> | StatsAnswer | Page<FacetValue>

/** Whoever answers the questions, each time from the beginning to the objects that a program would go on with. */
export interface Contestant {
  readonly ask: (query: Query) => Promise<Answer | 'timeout'>
  readonly close: () => Promise<void>
}

export const contestantNames = ['annals', 'postgres', 'sqlite'] as const
export type ContestantName = (typeof contestantNames)[number]

/** How a contestant's process is told what to open. */
export interface ContestantOptions {
  readonly name: ContestantName
  /** A data folder, the folder of a cluster's socket, or a file. */
  readonly path: string
  readonly timeoutMs: number
}

/** The same for two answers that say the same: events whole, groups in their order with their counts, and whether there is more. */
export const fingerprint = (answer: Answer): string =>
  createHash('sha256')
    .update(JSON.stringify(said(answer)))
    .digest('base64')
    .slice(0, 16)

const said = (answer: Answer): unknown => {
  if ('total' in answer) {
    const { items, total, truncated } = answer
    return [
      items.map(({ verb, actor, channel, subjectType, outcome, from, count }) => [
        verb,
        actor,
        channel,
        subjectType,
        outcome,
        from,
        count,
      ]),
      total,
      truncated === true,
    ]
  }
  const { items, next } = answer
  return [items, typeof next === 'string' ? true : next]
}
