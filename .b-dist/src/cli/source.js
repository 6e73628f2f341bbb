import { badInput, run } from './failure.js';
import { pages } from './paging.js';
import { openRemote } from './remote.js';
const ranks = { flag: 3, environment: 2, file: 1, default: 0 };
/** A server where `--url` is set as closely as `--data-dir` or more so (flag, then environment, then file); both as flags is refused. */
export const placeOf = (settings) => {
    const { dataDir, url } = settings;
    if (url.value === undefined || ranks[dataDir.source] > ranks[url.source])
        return { _tag: 'Folder', dataDir: dataDir.value };
    if (dataDir.source === 'flag')
        return badInput('--url', 'cannot be combined with --data-dir: it is one or the other');
    return { _tag: 'Server', url: url.value };
};
/** Opens the folder beside its owner, or the server; closes it however `use` ends. */
export const withReading = async (environment, settings, use) => {
    const place = placeOf(settings);
    if (place._tag === 'Server')
        return use(remote(environment, settings, place.url));
    const folder = await environment.openFolderReadOnly(folderOptions(settings, ''));
    return closing(readFolder(folder.operations, settings.tenant.value, folder.close), use);
};
/** As `withReading`, but owns the folder. */
export const withWriting = async (environment, settings, command, use) => {
    const place = placeOf(settings);
    if (place._tag === 'Server')
        return use(remote(environment, settings, place.url));
    const folder = await environment.openFolder(folderOptions(settings, command));
    return closing(writeFolder(folder.operations, settings.tenant.value, folder.close), use);
};
const remote = (environment, settings, url) => openRemote({
    fetch: environment.fetch,
    url,
    token: settings.token.value,
    tenant: settings.tenant.source === 'default' ? undefined : settings.tenant.value,
});
const closing = async (opened, use) => {
    try {
        return await use(opened);
    }
    finally {
        await opened.close();
    }
};
export const folderOptions = (settings, command) => ({
    dataDir: settings.dataDir.value,
    subjects: settings.subjects.value,
    redactionKey: settings.redactionKey.value,
    projections: settings.projections.value,
    command,
});
const readFolder = (operations, tenant, close) => ({
    state: (subject, when) => run(operations.stateAt(tenant, subject, when)),
    history: (subject, { limit, ...query }) => pages(limit, (from, pageLimit) => run(operations.history(tenant, subject, { ...query, limit: pageLimit, ...(from === undefined ? {} : { from }) }))),
    diff: (subject, query) => run(operations.diff(tenant, subject, query)),
    activity: ({ limit, ...query }) => pages(limit, (from, pageLimit) => run(operations.activity({ ...query, tenant, limit: pageLimit, ...(from === undefined ? {} : { from }) }))),
    stats: (query) => run(operations.stats({ ...query, tenant })),
    subjects: ({ limit, ...query }) => pages(limit, (from, pageLimit) => run(operations.subjects({ ...query, tenant, limit: pageLimit, ...(from === undefined ? {} : { from }) }))),
    projections: () => Promise.resolve(operations.projections()),
    close,
});
const writeFolder = (operations, tenant, close) => ({
    ...readFolder(operations, tenant, close),
    emit: (input) => run(operations.emit(tenant, input)),
    emitMany: (inputs) => run(operations.emitMany(tenant, inputs)),
    restore: (subject, input) => run(operations.restore(tenant, subject, input)),
    rebuild: (projection) => run(operations.rebuild(projection)),
});
//# sourceMappingURL=source.js.map