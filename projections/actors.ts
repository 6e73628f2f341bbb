import { defineProjection } from '../src/domain/projection.js'

/** The name that each actor gave last. */
export default defineProjection({
  name: 'actors',
  version: 1,
  tables: {
    actors: {
      columns: { actorType: 'text', actorId: 'text', name: 'text' },
      key: ['actorType', 'actorId'],
    },
  },
  apply: ({ actor: { type, id, name } }) =>
    name === undefined ? [] : [{ op: 'upsert', table: 'actors', key: { actorType: type, actorId: id }, set: { name } }],
})
