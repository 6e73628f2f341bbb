import { defineProjection } from '../src/domain/projection.js'

/** The feed: each event whole, as JSON, so that a page needs nothing but these rows; the feed index finds which ones, and counts them. */
export default defineProjection({
  name: 'activity',
  version: 2,
  tables: {
    events: {
      columns: { position: 'integer', event: 'json' },
      key: ['position'],
    },
  },
  index: 'feed',
  apply: (event) => [{ op: 'insert', table: 'events', row: { position: Number(event.position), event } }],
})
