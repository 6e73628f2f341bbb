import Database from 'better-sqlite3';
import { decodeRecorded } from '../../domain/stored-event.js';
import { fileWriter } from './read-model-file.js';
import { tableSchemas } from './table-schema.js';
import { tableWriter } from './table-writer.js';
export const interpreter = (db, projections, onFailure) => {
    const file = fileWriter(db);
    let entries = projections.map((running) => entryOf(db, running));
    const attempt = (slice) => {
        const startedAt = performance.now();
        const stop = Math.min(slice.events.length, slice.from + slice.maxEvents);
        db.exec('BEGIN IMMEDIATE');
        let next = slice.from;
        while (next < stop) {
            applyRecorded(slice.events[next]);
            next++;
            if ((next - slice.from) % 16 === 0 && performance.now() - startedAt > slice.budgetMs)
                break;
        }
        for (const entry of entries)
            flush(entry, undefined);
        const last = slice.events[next - 1];
        const reached = next < slice.events.length && last !== undefined ? last.position : slice.end;
        for (const entry of entries)
            saveCheckpoint(entry, reached);
        if (last !== undefined)
            file.saveAnchor(last.position, last.id);
        db.exec('COMMIT');
        for (const entry of entries)
            advance(entry, reached);
        return next;
    };
    const applyRecorded = (recorded) => {
        const decoded = decodeRecorded(recorded);
        if (decoded._tag === 'Foreign')
            return;
        if (decoded._tag === 'Undecodable') {
            for (const entry of entries)
                if (takes(entry, recorded.position))
                    entry.undecodable++;
            file.saveUndecodable(recorded.position, recorded.stream, decoded.reason);
            return;
        }
        for (let i = 0; i < entries.length; i++) {
            const entry = entries[i];
            if (takes(entry, recorded.position))
                applyEvent(entry, decoded.event, recorded.position);
        }
    };
    const saveCheckpoint = (entry, reached) => {
        const position = Math.max(entry.position, entry.failsAt === undefined ? reached : entry.failsAt - 1);
        file.saveCheckpoint(entry.projection.name, position, entry.undecodable, entry.error);
    };
    return {
        apply: (slice) => {
            for (;;) {
                try {
                    const next = attempt(slice);
                    const failed = entries.filter((entry) => entry.failsAt !== undefined);
                    entries = entries.filter((entry) => entry.failsAt === undefined);
                    for (const entry of failed)
                        onFailure(failureOf(entry));
                    return next;
                }
                catch (error) {
                    if (db.inTransaction)
                        db.exec('ROLLBACK');
                    for (const entry of entries)
                        forget(entry);
                    if (!(error instanceof ProjectionFault))
                        throw error;
                    blame(error);
                }
            }
        },
        running: () => entries,
    };
};
/** Ends a transaction that one projection has spoilt; the event is unknown where its rows were written with those of others. */
class ProjectionFault extends Error {
    entry;
    at;
    constructor(entry, at, cause) {
        super(cause instanceof Error ? cause.message : String(cause));
        this.entry = entry;
        this.at = at;
    }
}
const entryOf = (db, { projection, position }) => {
    const writers = new Map(tableSchemas(projection).map((schema) => [schema.table, tableWriter(db, schema)]));
    const allWriters = [...writers.values()];
    return {
        projection,
        writers,
        allWriters,
        position,
        undecodable: 0,
        careful: false,
        failsAt: undefined,
        error: undefined,
    };
};
const takes = (entry, position) => position > entry.position && (entry.failsAt === undefined || position < entry.failsAt);
const applyEvent = (entry, event, at) => {
    try {
        const operations = entry.projection.apply(event);
        if (!Array.isArray(operations))
            throw new Error('apply must answer an array of row operations');
        for (const operation of operations) {
            const writer = entry.writers.get(operation.table);
            if (writer === undefined)
                throw new Error(`it has no table "${operation.table}"`);
            writer.apply(event.tenant, operation);
        }
    }
    catch (error) {
        throw isFileError(error) ? error : new ProjectionFault(entry, at, error);
    }
    if (entry.careful)
        flush(entry, at);
};
const flush = (entry, at) => {
    try {
        for (const writer of entry.allWriters)
            writer.flush();
    }
    catch (error) {
        throw isFileError(error) ? error : new ProjectionFault(entry, at, error);
    }
};
const forget = (entry) => {
    for (const writer of entry.allWriters)
        writer.clear();
    entry.undecodable = 0;
};
const advance = (entry, reached) => {
    entry.position = Math.max(entry.position, reached);
    entry.undecodable = 0;
    entry.careful = false;
};
const blame = ({ entry, at, message }) => {
    if (at === undefined) {
        entry.careful = true;
    }
    else {
        entry.failsAt = at;
        entry.error = `at position ${at}: ${message}`;
    }
};
const failureOf = (entry) => ({
    name: entry.projection.name,
    position: (entry.failsAt ?? 0) - 1,
    error: entry.error ?? '',
});
/** Errors of the file rather than of the rows that a projection would write to it. */
const isFileError = (error) => error instanceof Database.SqliteError && !/^SQLITE_(?:CONSTRAINT|MISMATCH|TOOBIG|RANGE)/.test(error.code);
//# sourceMappingURL=interpreter.js.map