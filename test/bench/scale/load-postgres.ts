import { peerRows } from './peer-rows.js'
import type { PeerRow } from './peer-rows.js'
import { columns, indexStatements, valuesOf } from './peer-schema.js'
import type { PostgresCluster } from './postgres-cluster.js'

/** Loads all events of a log into an empty cluster that runs. Answers the size of the database in bytes. */
export const loadPostgres = async (cluster: PostgresCluster, dataDir: string): Promise<number> => {
  await cluster.psql(async (write) => {
    // A table that is copied into in the transaction that makes it is not written to the WAL as well.
    await write(`BEGIN;\n${createEvents}\nCOPY events (${[...columns, 'event'].join(', ')}) FROM STDIN;\n`)
    for await (const rows of peerRows(dataDir)) await write(rows.map(copyLine).join(''))
    await write('\\.\nCOMMIT;\n')
    await write(`BEGIN;\n${createPaths}\nCOMMIT;\n`)
    for (const statement of ['ALTER TABLE events ADD PRIMARY KEY (position)', ...indexStatements, 'VACUUM ANALYZE'])
      await write(`${statement};\n`)
  })
  const bytes = await cluster.psql((write) => write(`SELECT pg_database_size('postgres');\n`))
  return Number(bytes)
}

const createEvents = `CREATE TABLE events (
  position bigint NOT NULL, tenant text NOT NULL, occurred_at timestamptz NOT NULL, subject_type text NOT NULL, subject_id text NOT NULL,
  actor_type text NOT NULL, actor_id text NOT NULL, verb text NOT NULL, channel text NOT NULL, outcome text NOT NULL, kind text NOT NULL,
  transaction_id text NOT NULL, event json NOT NULL
);`

const createPaths = `CREATE TABLE event_paths AS
  SELECT tenant, p.path, occurred_at, position
  FROM events CROSS JOIN LATERAL (SELECT DISTINCT value AS path FROM json_array_elements_text(event -> 'changedPaths')) p;
ALTER TABLE event_paths ADD PRIMARY KEY (position, path);`

const copyLine = (row: PeerRow): string => {
  const values = valuesOf({ ...row, occurredAt: 0 }).map((value, i) =>
    columns[i] === 'occurred_at' ? row.event.occurredAt : escaped(String(value)),
  )
  return `${values.join('\t')}\t${escaped(row.json)}\n`
}

/** Of the text format of COPY; JSON and the synthetic values have no raw tabs and line ends. */
const escaped = (text: string): string => text.replaceAll('\\', '\\\\')
