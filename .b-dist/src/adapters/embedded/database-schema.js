/**
 * Refuses a file that is not of this schema or newer than this program, before anything in it is touched.
 * @returns the version found (`user_version`); 0 for an empty file.
 * @throws Error that says what was found and what can be done.
 */
export const checkSchema = (db, schema) => {
    const version = Number(db.pragma('user_version', { simple: true }));
    const applicationId = Number(db.pragma('application_id', { simple: true }));
    const present = schema.steps.length;
    const empty = db.prepare('SELECT 1 FROM sqlite_schema LIMIT 1').get() === undefined;
    if (empty && version === 0 && applicationId === 0)
        return 0;
    if (applicationId !== schema.applicationId)
        throw new Error(`${db.name} is not an Annals ${schema.name}`);
    if (version > present)
        throw new Error(`${db.name} has schema version ${version}, this program knows versions up to ${present}: it was written by a newer Annals`);
    return version;
};
/** Brings a file to the present version in one transaction: all steps or none. @throws as `checkSchema`, or what a step throws. */
export const upgradeSchema = (db, schema) => {
    if (checkSchema(db, schema) === schema.steps.length)
        return;
    db.transaction(() => {
        for (const step of schema.steps.slice(checkSchema(db, schema)))
            step(db);
        db.pragma(`application_id = ${schema.applicationId}`);
        db.pragma(`user_version = ${schema.steps.length}`);
    }).immediate();
};
/** For readers, which cannot upgrade. @throws Error where the file is not at exactly the present version. */
export const requireSchema = (db, schema) => {
    const version = checkSchema(db, schema);
    if (version === schema.steps.length)
        return;
    throw new Error(version === 0
        ? `${db.name} is empty: it becomes an ${schema.name} when it is first served`
        : `${db.name} has the older schema version ${version}: it is upgraded when it is next served`);
};
//# sourceMappingURL=database-schema.js.map