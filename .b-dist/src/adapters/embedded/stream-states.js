import { everythingCut } from './stream-metadata.js';
import { findStream } from './stream-row.js';
export const isSoftDeleted = (state) => state.limits.truncateBefore === everythingCut;
const cachedStreamsMax = 20_000;
export const createStreamStates = (db) => {
    const stored = findStream(db);
    const insert = db.prepare(`INSERT INTO streams (id, name, last_revision, tombstoned, truncate_before, max_count, max_age_seconds)
     VALUES (?, ?, ?, ?, ?, ?, ?)`);
    const update = db.prepare('UPDATE streams SET last_revision = ?, tombstoned = ?, truncate_before = ?, max_count = ?, max_age_seconds = ? WHERE id = ?');
    let lastId = db.prepare('SELECT max(id) FROM streams').pluck().get() ?? 0;
    const states = new Map();
    const changed = [];
    const load = (name) => {
        const row = stored(name);
        return row === undefined
            ? { id: 0, stored: false, name, lastRevision: -1, tombstoned: false, limits: {}, changed: false }
            : { ...row, stored: true, changed: false };
    };
    return {
        find: (name) => {
            const known = states.get(name);
            if (known !== undefined)
                return known;
            const state = load(name);
            states.set(name, state);
            return state;
        },
        touch: (state) => {
            if (state.changed)
                return;
            state.changed = true;
            changed.push(state);
            if (state.id === 0) {
                lastId += 1;
                state.id = lastId;
                state.stored = false;
            }
        },
        flush: () => {
            for (const state of changed) {
                const { truncateBefore = 0, maxCount = null, maxAgeSeconds = null } = state.limits;
                const tombstoned = state.tombstoned ? 1 : 0;
                if (state.stored)
                    update.run(state.lastRevision, tombstoned, truncateBefore, maxCount, maxAgeSeconds, state.id);
                else
                    insert.run(state.id, state.name, state.lastRevision, tombstoned, truncateBefore, maxCount, maxAgeSeconds);
                state.stored = true;
                state.changed = false;
            }
            changed.length = 0;
        },
        trim: () => {
            for (const name of states.keys()) {
                if (states.size <= cachedStreamsMax)
                    return;
                states.delete(name);
            }
        },
    };
};
//# sourceMappingURL=stream-states.js.map