import pg from 'pg'
import type { StoredEvent } from '../../../src/domain/event.js'
import type { Answer, Contestant } from './contestant.js'
import { facetsAnswer, feedAnswer, statsAnswer } from './peer-answers.js'
import type { GroupRow, ValueRow } from './peer-answers.js'
import { peerSql } from './peer-sql.js'
import type { Dialect, Sql } from './peer-sql.js'
import { clusterUser } from './postgres-cluster.js'
import type { Query } from './questions.js'

const dialect: Dialect = {
  placeholder: (number) => `$${number}`,
  time: (ms) => new Date(ms),
  isOneOf: (column, values, bind) =>
    values.length === 1 ? `(${column} = ${bind(values[0])})` : `(${column} = ANY(${bind(values)}))`,
  page: (places, order) =>
    `SELECT e.event FROM (${places}) f JOIN events e ON e.position = f.position ORDER BY ${order}`,
  interval: ({ interval, timeZone }, occurredAt, bind) => ({
    bucket: `(extract(epoch FROM date_trunc(${bind(interval)}, ${occurredAt}, ${bind(timeZone)})) * 1000)::bigint`,
  }),
}
const write = peerSql(dialect)

/** Statements are planned with the values that they are asked with. */
export const openPostgresContestant = async (socketFolder: string, timeoutMs: number): Promise<Contestant> => {
  pg.types.setTypeParser(pg.types.builtins.INT8, Number)
  const client = new pg.Client({
    host: socketFolder,
    user: clusterUser,
    database: 'postgres',
    statement_timeout: timeoutMs,
  })
  await client.connect()

  const rows = async <Row>({ text, values }: Sql): Promise<readonly Row[]> =>
    (await client.query<Row & pg.QueryResultRow>(text, [...values])).rows

  const answer = async (asked: Query): Promise<Answer> => {
    switch (asked.kind) {
      case 'feed': {
        const found = await rows<{ readonly event: StoredEvent }>(write.feed(asked.query))
        return feedAnswer(
          found.map(({ event }) => event),
          asked.query,
        )
      }
      case 'stats':
        return statsAnswer(await rows<GroupRow>(write.stats(asked.query)), asked.query)
      case 'facets':
        return facetsAnswer(await rows<ValueRow>(write.facets(asked.query)), asked.query)
    }
  }

  return {
    ask: async (asked) => {
      try {
        return await answer(asked)
      } catch (error) {
        if (error instanceof pg.DatabaseError && error.code === queryCanceled) return 'timeout'
        throw error
      }
    },
    close: () => client.end(),
  }
}

const queryCanceled = '57014'
