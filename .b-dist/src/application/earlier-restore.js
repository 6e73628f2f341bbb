import * as E from 'fp-ts/lib/Either.js';
import { describeChanges } from '../domain/changes.js';
import { diff } from '../domain/diff.js';
import { keepRedacted } from '../domain/rules.js';
import { emptyFold } from '../domain/subject-fold.js';
import { findStored } from './known-ids.js';
import { rulesOf } from './rules-of.js';
import { foldAt } from './state-at.js';
/** What a restore that is stored already did, worked out again from the versions around it, so that a retry gets the whole first answer. */
export const earlierRestore = async (ports, tenant, subject, receipt) => {
    const version = receipt.version ?? -1;
    const stored = await findStored(ports, tenant, receipt.id);
    if (E.isLeft(stored))
        return stored;
    const restoredFrom = stored.right?.event.restoredFrom ?? { version };
    const read = foldAt(ports);
    const before = version > 0 ? await read(tenant, subject, { _tag: 'Version', version: version - 1 }) : E.right(emptyFold);
    if (E.isLeft(before))
        return before;
    const after = await read(tenant, subject, { _tag: 'Version', version });
    if (E.isLeft(after))
        return after;
    const target = await read(tenant, subject, { _tag: 'Version', version: restoredFrom.version });
    if (E.isLeft(target))
        return target;
    const rules = rulesOf(ports.rules, subject.type);
    const [from, to] = [before.right.state, after.right.state];
    const delta = from === null || to === null ? undefined : diff(from, to, rules?.arrayItemKeys);
    const skippedPaths = target.right.state === null ? [] : keepRedacted(rules, from, target.right.state).skippedPaths;
    return E.right({ changes: describeChanges(from, to, delta), restoredFrom, skippedPaths });
};
//# sourceMappingURL=earlier-restore.js.map