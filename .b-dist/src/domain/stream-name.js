import { checkId, checkTenant, checkType } from './names.js';
const activityPrefix = 'activity:';
/** The stream of a subject's changes: `{type}-{tenant}:{id}`, so that the category of EventStoreDB (all before the first `-`) is the subject's type. */
export const changeStream = (tenant, subject) => `${subject.type}-${tenant}:${subject.id}`;
/** The stream of the activities about a subject: `activity:{type}-{tenant}:{id}`. */
export const activityStream = (tenant, subject) => activityPrefix + changeStream(tenant, subject);
export const streamOf = (kind, tenant, subject) => kind === 'change' ? changeStream(tenant, subject) : activityStream(tenant, subject);
/** Whose stream it is, or undefined where the name is none of ours. Split at the first `-`, then at the first `:` after it: a type has neither, a tenant no `:`. */
export const parseStream = (name) => {
    const kind = name.startsWith(activityPrefix) ? 'activity' : 'change';
    const start = kind === 'activity' ? activityPrefix.length : 0;
    const dash = name.indexOf('-', start);
    const colon = name.indexOf(':', dash + 1);
    if (dash < 0 || colon < 0)
        return undefined;
    const type = name.slice(start, dash);
    const tenant = name.slice(dash + 1, colon);
    const id = name.slice(colon + 1);
    if (checkType(type) ?? checkTenant(tenant) ?? checkId(id))
        return undefined;
    return { kind, tenant, subject: { type, id } };
};
//# sourceMappingURL=stream-name.js.map