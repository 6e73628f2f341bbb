import * as E from 'fp-ts/lib/Either.js';
import { openAnnals } from '../../src/main/open-annals.js';
import { temporaryFolder } from './temporary-folder.js';
/** A store in a folder of its own, written on this thread. */
export const openStore = async (options = {}) => {
    const folder = temporaryFolder();
    return openIn(folder.path, folder.remove, options);
};
const openIn = async (dataDir, remove, options) => {
    const annals = await openAnnals({ dataDir, threads: 'in-thread', ...options });
    return {
        annals,
        dataDir,
        reopen: async (changed = {}) => {
            await annals.close();
            return openIn(dataDir, remove, { ...options, ...changed });
        },
        remove: async () => {
            await annals.close();
            remove();
        },
    };
};
/** The value of a use case that must succeed. */
export const right = async (task) => {
    const result = await task();
    if (E.isRight(result))
        return result.right;
    throw new Error(`unexpected ${JSON.stringify(result.left)}`);
};
/** The error of a use case that must fail. */
export const left = async (task) => {
    const result = await task();
    if (E.isLeft(result))
        return result.left;
    throw new Error(`unexpected success ${JSON.stringify(result.right)}`);
};
//# sourceMappingURL=open-store.js.map