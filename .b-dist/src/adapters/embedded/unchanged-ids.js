/** How long the id of a request that changed nothing is remembered. */
export const rememberedForMs = 24 * 60 * 60 * 1_000;
/** Looks an id up in the file; one that is older than 24 hours is as good as gone. */
export const findUnchangedId = (db, now) => {
    const find = db.prepare('SELECT digest, version, remembered_at FROM unchanged_ids WHERE tenant = ? AND id = ? AND remembered_at >= ?');
    return (tenant, id) => {
        const row = find.get(tenant, id, now() - rememberedForMs);
        return row && { tenant, id, digest: row.digest, version: row.version, rememberedAt: row.remembered_at };
    };
};
//# sourceMappingURL=unchanged-ids.js.map