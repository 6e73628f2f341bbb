import { isRight } from 'fp-ts/lib/Either.js';
import { openAnnals } from '../../src/main/open-annals.js';
export const tenant = 'default';
/** Opens a folder with its worker threads, does something with it, and closes it. `paused`: nothing is projected. */
export const withAnnals = async (dataDir, projector, use) => {
    const options = { dataDir, command: 'bench', projector };
    const annals = await openAnnals(options);
    try {
        return await use(annals);
    }
    finally {
        await annals.close();
    }
};
/** What an operation answers; throws what it refuses. */
export const right = async (task) => {
    const result = await task();
    if (isRight(result))
        return result.right;
    throw new Error(JSON.stringify(result.left));
};
/** All lanes at once, each of them awaiting every receipt before it sends the next event. Answers the time it took, in ms. */
export const emitConcurrently = async (annals, lanes) => {
    const startedAt = performance.now();
    await Promise.all(lanes.map((events) => emitInTurn(annals, events)));
    return performance.now() - startedAt;
};
export const emitInTurn = async (annals, events) => {
    const startedAt = performance.now();
    for (const event of events) {
        const written = await annals.emit(event);
        if (!('duplicate' in written) || written.duplicate)
            throw new Error(`not stored: ${JSON.stringify(written)}`);
    }
    return performance.now() - startedAt;
};
/** Resolves once all projections have reached a position of the log; answers the time it took, in ms. */
export const caughtUp = async (annals, position) => {
    const startedAt = performance.now();
    for (;;) {
        const behind = annals.operations.projections().filter((projection) => Number(projection.position) < position);
        if (behind.length === 0)
            return performance.now() - startedAt;
        const failed = behind.find(({ state }) => state === 'failed');
        if (failed !== undefined)
            throw new Error(`${failed.name} has failed: ${failed.error ?? ''}`);
        await new Promise((resolve) => setTimeout(resolve, 5));
    }
};
//# sourceMappingURL=store.js.map