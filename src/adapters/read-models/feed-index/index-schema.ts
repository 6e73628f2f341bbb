import type { Database } from 'better-sqlite3'
import { codedFields } from './fields.js'

/** Rows of a segment are numbered in 16 bits. */
export const segmentRowsMax = 65_536

/**
 * The tables of the feed index, in the file of the read models.
 *
 * `feed_values`: the code of each value of a coded field (from 1 on; 0 is no value), never changed.
 * `feed_tail`: what is in no segment yet, one row an event.
 * `feed_segments`: up to 65,536 events each, sorted by (occurredAt, position); `header` and `columns` as `segment-format.ts` has them, `deleted`
 * one byte a row, or null while all are there.
 * `feed_lists`: the rows of a segment by value of a term field, blocks of values in the order of their UTF-8 bytes; see `term-block.ts`.
 * `feed_state`: `generation` goes up whenever segments come or go; `regularFrom` is the middle time of the last segment that was not made
 * of late events.
 */
export const createFeedIndex = (db: Database): void => {
  db.exec(`
    CREATE TABLE feed_values (field INTEGER NOT NULL, value TEXT NOT NULL, code INTEGER NOT NULL, PRIMARY KEY (field, value)) STRICT, WITHOUT ROWID;
    CREATE UNIQUE INDEX feed_values_code ON feed_values (field, code);
    CREATE TABLE feed_tail (
      position INTEGER PRIMARY KEY, occurredAt INTEGER NOT NULL, ${codedFields.map((field) => `${field} INTEGER NOT NULL`).join(', ')},
      subjectId TEXT, affects TEXT, transactionId TEXT, paths TEXT
    ) STRICT;
    CREATE TABLE feed_segments (
      id INTEGER PRIMARY KEY AUTOINCREMENT, events INTEGER NOT NULL, minTime INTEGER NOT NULL, maxTime INTEGER NOT NULL,
      header BLOB NOT NULL, deleted BLOB, columns BLOB NOT NULL
    ) STRICT;
    CREATE TABLE feed_lists (id INTEGER PRIMARY KEY, segment INTEGER NOT NULL, field INTEGER NOT NULL, first BLOB NOT NULL, block BLOB NOT NULL) STRICT;
    CREATE INDEX feed_lists_first ON feed_lists (segment, field, first);
    CREATE TABLE feed_state (generation INTEGER NOT NULL, regularFrom INTEGER) STRICT;
    INSERT INTO feed_state VALUES (0, NULL);
  `)
}

export const dropFeedIndex = (db: Database): void => {
  for (const table of ['feed_values', 'feed_tail', 'feed_segments', 'feed_lists', 'feed_state']) {
    db.exec(`DROP TABLE IF EXISTS ${table}`)
  }
}
