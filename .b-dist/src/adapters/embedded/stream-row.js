export const toStreamRow = (raw) => ({
    id: raw.id,
    name: raw.name,
    lastRevision: raw.last_revision,
    tombstoned: raw.tombstoned === 1,
    limits: {
        ...(raw.truncate_before === 0 ? {} : { truncateBefore: raw.truncate_before }),
        ...(raw.max_count === null ? {} : { maxCount: raw.max_count }),
        ...(raw.max_age_seconds === null ? {} : { maxAgeSeconds: raw.max_age_seconds }),
    },
});
export const findStream = (db) => {
    const byName = db.prepare('SELECT * FROM streams WHERE name = ?');
    return (name) => {
        const raw = byName.get(name);
        return raw && toStreamRow(raw);
    };
};
//# sourceMappingURL=stream-row.js.map