/** The source of a module with a projection of one's own: how many events there are of each verb. */
export const byVerbModule = `export default {
  name: 'by_verb',
  version: 1,
  tables: { counts: { columns: { verb: 'text', count: 'integer' }, key: ['verb'] } },
  apply: (event) => [{ op: 'upsert', table: 'counts', key: { verb: event.verb }, add: { count: 1 } }],
}`
