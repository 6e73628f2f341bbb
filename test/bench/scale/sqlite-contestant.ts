import Database from 'better-sqlite3'
import { partAt } from '../../../src/adapters/read-models/queries/intervals.js'
import type { Interval } from '../../../src/adapters/read-models/queries/intervals.js'
import { timeZone } from '../../../src/adapters/read-models/queries/time-zone.js'
import type { StoredEvent } from '../../../src/domain/event.js'
import type { StatsInterval, StatsQuery } from '../../../src/ports/read-models.js'
import type { Answer, Contestant } from './contestant.js'
import { facetsAnswer, feedAnswer, statsAnswer } from './peer-answers.js'
import type { GroupRow, ValueRow } from './peer-answers.js'
import { peerSql } from './peer-sql.js'
import type { Dialect, Sql } from './peer-sql.js'
import type { Query } from './questions.js'

/** Those that are the same everywhere in UTC, by their length in ms. */
const plainIntervals: Readonly<Partial<Record<StatsInterval, number>>> = {
  minute: 60_000,
  hour: 3_600_000,
  day: 86_400_000,
}

const dialect: Dialect = {
  placeholder: () => '?',
  time: (ms) => ms,
  isOneOf: (column, values, bind) => `(${column} IN (${values.map(bind).join(', ')}))`,
  page: (places, order) =>
    `SELECT d.event FROM (${places}) f JOIN documents d ON d.position = f.position ORDER BY ${order}`,
  interval: (query, occurredAt, bind) => {
    const length = query.interval === undefined ? undefined : plainIntervals[query.interval]
    if (length !== undefined && query.timeZone === 'UTC') return { bucket: `${occurredAt} - ${occurredAt} % ${length}` }
    // SQLite knows no time zones: it is given the intervals.
    const list = JSON.stringify(intervalsOf(query).map(({ from, to }) => [from, to]))
    const within = `${occurredAt} >= i.value ->> 0 AND ${occurredAt} < i.value ->> 1`
    return { bucket: 'i.value ->> 0', join: `json_each(${bind(list)}) i CROSS JOIN `, within }
  },
}
const write = peerSql(dialect)

/** A file of `loadSqlite`; statements cannot be interrupted here, so whoever asks ends the process where one takes too long. */
export const openSqliteContestant = (path: string): Promise<Contestant> => {
  const db = new Database(path, { readonly: true, fileMustExist: true })
  db.pragma('cache_size = -262144')
  db.pragma(`mmap_size = ${2 ** 35}`)
  const rows = ({ text, values }: Sql): readonly unknown[] => db.prepare(text).all(...values)

  const answer = (asked: Query): Answer => {
    switch (asked.kind) {
      case 'feed': {
        const found = rows(write.feed(asked.query)) as readonly { readonly event: string }[]
        return feedAnswer(
          found.map(({ event }) => JSON.parse(event) as StoredEvent),
          asked.query,
        )
      }
      case 'stats':
        return statsAnswer(rows(write.stats(asked.query)) as readonly GroupRow[], asked.query)
      case 'facets':
        return facetsAnswer(rows(write.facets(asked.query)) as readonly ValueRow[], asked.query)
    }
  }

  return Promise.resolve({
    ask: (asked) => Promise.resolve(answer(asked)),
    close: () => {
      db.close()
      return Promise.resolve()
    },
  })
}

const intervalsOf = ({ interval = 'day', timeZone: name, since, until }: StatsQuery): readonly Interval[] => {
  if (since === undefined || until === undefined) throw new Error('no such question is asked')
  const zone = timeZone(name)
  const found: Interval[] = []
  for (let at = since; at < until;) {
    const { to, slots, intervalOf } = partAt(zone, interval, at)
    const last = slots === undefined ? 0 : Math.floor((Math.min(to, until) - 1 - slots.base) / slots.lengthMs)
    for (let slot = 0; slot <= last; slot++) {
      const next = intervalOf(slot)
      if (found.at(-1)?.from !== next.from) found.push(next)
    }
    at = to
  }
  return found
}
