import { join } from 'node:path';
import Database from 'better-sqlite3';
import { openLogForWriting } from '../../src/adapters/embedded/log-schema.js';
import { perSecond } from './measure.js';
export const readStoredRows = (dataDir) => {
    const db = new Database(join(dataDir, 'log.db'), { readonly: true });
    try {
        return db.prepare('SELECT * FROM events ORDER BY position').raw().all();
    }
    finally {
        db.close();
    }
};
/**
 * The baseline of everything that appends: a plain loop that inserts ready-made rows into a fresh file with the log's own tables, indexes and
 * pragmas (WAL, synchronous FULL), `batch` rows a commit. It validates, encodes, hashes and decides nothing. Answers rows per second.
 */
export const bareInsert = (folder, rows, batch) => {
    const db = openLogForWriting(join(folder, 'bare.db'));
    try {
        const insert = db.prepare(`INSERT INTO events VALUES (${(rows[0] ?? []).map(() => '?').join(', ')})`);
        const insertBatch = db.transaction((from) => {
            const to = Math.min(rows.length, from + batch);
            for (let index = from; index < to; index += 1)
                insert.run(rows[index]);
        });
        const startedAt = performance.now();
        for (let from = 0; from < rows.length; from += batch)
            insertBatch.immediate(from);
        return perSecond(rows.length, performance.now() - startedAt);
    }
    finally {
        db.close();
    }
};
//# sourceMappingURL=bare-log.js.map