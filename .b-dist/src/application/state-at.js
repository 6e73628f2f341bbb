import * as E from 'fp-ts/lib/Either.js';
import { activityStream, changeStream } from '../domain/stream-name.js';
import { formatTime } from '../domain/time.js';
import { fromReadError } from './error-mapping.js';
import { replay } from './replay.js';
/** A subject's state now, at a version or at a time, as `Operations.stateAt` says. It comes from the log, so it has no lag. */
export const stateAt = (ports) => (tenant, subject, when) => async () => {
    const found = await foldAt(ports)(tenant, subject, when);
    if (E.isLeft(found))
        return found;
    const { version, state, occurredAt, recordedAt } = found.right;
    return E.right({
        subject,
        version,
        state,
        deleted: state === null,
        occurredAt: formatTime(occurredAt),
        recordedAt: formatTime(recordedAt),
    });
};
export const foldAt = (ports) => async (tenant, subject, when) => {
    switch (when._tag) {
        case 'Now': {
            const held = ports.settled?.(tenant, subject);
            return held !== undefined && held.version >= 0 ? E.right(held) : atVersion(ports, tenant, subject, undefined);
        }
        case 'Version':
            return atVersion(ports, tenant, subject, when.version);
        case 'At':
            return atTime(ports, tenant, subject, when);
    }
};
const atVersion = async (ports, tenant, subject, version) => {
    const read = await replay(ports)(tenant, subject, version ?? Number.MAX_SAFE_INTEGER);
    if (E.isLeft(read))
        return read;
    const { fold, lastVersion } = read.right;
    if (lastVersion < 0)
        return E.left(await absence(ports, tenant, subject));
    if (version !== undefined && fold.version !== version) {
        return E.left({ _tag: 'VersionNotFound', subject, version, latest: lastVersion });
    }
    return E.right(fold);
};
const atTime = async (ports, tenant, subject, when) => {
    const timeOf = (version) => when.by === 'recorded' ? version.recordedAt : version.effectiveAt;
    const start = await lastSnapshotBy(ports, changeStream(tenant, subject), (snapshot) => timeOf(snapshot) <= when.at);
    if (E.isLeft(start))
        return start;
    const inTime = (version) => timeOf(version) <= when.at;
    const read = await replay(ports)(tenant, subject, Number.MAX_SAFE_INTEGER, inTime, start.right);
    if (E.isLeft(read))
        return read;
    if (read.right.lastVersion < 0)
        return E.left(await absence(ports, tenant, subject));
    return read.right.fold.version < 0
        ? E.left({ _tag: 'NoVersionAt', subject, at: formatTime(when.at) })
        : E.right(read.right.fold);
};
/**
 * The newest snapshot that is in time, by halving the versions: both times never go down from version to version.
 * `undefined` where none is, which means: replay from the beginning.
 */
const lastSnapshotBy = async (ports, stream, inTime) => {
    let best;
    let low = 0;
    let high;
    for (;;) {
        const middle = high === undefined ? Number.MAX_SAFE_INTEGER : Math.floor((low + high) / 2);
        const found = await ports.snapshots.nearest(stream, middle)();
        if (E.isLeft(found))
            return E.left(fromReadError(found.left));
        const snapshot = found.right;
        if (snapshot !== undefined && snapshot.version >= low) {
            if (inTime(snapshot)) {
                best = snapshot;
                low = middle + 1;
            }
            else
                high = snapshot.version - 1;
        }
        else if (high === undefined)
            return E.right(best);
        else
            low = middle + 1;
        if (high === undefined || low > high)
            return E.right(best);
    }
};
/** Why there is no state: the subject is not known at all, or it has activities only. */
const absence = async (ports, tenant, subject) => {
    const activities = await ports.eventLog.readStream(activityStream(tenant, subject), { direction: 'backwards', limit: 1 })();
    return E.isRight(activities) && activities.right.lastRevision >= 0
        ? { _tag: 'NoState', subject }
        : { _tag: 'SubjectNotFound', subject };
};
//# sourceMappingURL=state-at.js.map