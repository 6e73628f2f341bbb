import type { Subject } from '../../domain/event.js'
import { given } from '../routing/given.js'
import { hrefOf } from '../routing/route.js'
import { literal } from './query.js'

/** Conditions by the names of the API's filter; times as RFC 3339. */
export type FeedFilter = Readonly<
  Partial<
    Record<
      | 'actorId'
      | 'actorType'
      | 'verb'
      | 'channel'
      | 'subjectType'
      | 'subjectId'
      | 'outcome'
      | 'kind'
      | 'since'
      | 'until',
      string | undefined
    >
  >
>

/** All that is about one subject. */
export const about = ({ type, id }: Subject) =>
  ({ subjectType: literal(type), subjectId: literal(id) }) satisfies FeedFilter

/** The address of the feed filtered so: the filter's parameters are the page's own. */
export const feedLink = (filter: FeedFilter): string => hrefOf({ _tag: 'Feed' }, given(filter))
