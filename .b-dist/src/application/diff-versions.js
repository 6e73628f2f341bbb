import * as E from 'fp-ts/lib/Either.js';
import { describeChanges } from '../domain/changes.js';
import { diff } from '../domain/diff.js';
import { rulesOf } from './rules-of.js';
import { foldAt } from './state-at.js';
/** What changed between two versions of a subject, in either direction. */
export const diffVersions = (ports) => (tenant, subject, { from, to }) => async () => {
    const before = await stateOf(ports, tenant, subject, from);
    if (E.isLeft(before))
        return before;
    const after = await stateOf(ports, tenant, subject, to);
    if (E.isLeft(after))
        return after;
    const itemKeys = rulesOf(ports.rules, subject.type)?.arrayItemKeys;
    const delta = before.right === null || after.right === null ? undefined : diff(before.right, after.right, itemKeys);
    return E.right({ from, to, delta: delta ?? null, changes: describeChanges(before.right, after.right, delta) });
};
/** Version -1 is the nothing before the first change. */
const stateOf = async (ports, tenant, subject, version) => {
    const found = await foldAt(ports)(tenant, subject, { _tag: 'Version', version: Math.max(version, 0) });
    if (E.isLeft(found))
        return found;
    return E.right(version < 0 ? null : found.right.state);
};
//# sourceMappingURL=diff-versions.js.map