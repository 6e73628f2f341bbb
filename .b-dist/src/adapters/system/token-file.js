import { createHash, randomBytes } from 'node:crypto';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { formatTime } from '../../domain/time.js';
import { readTokenFile, updateTokenFile } from './token-records.js';
const tokenFile = (dataDir) => join(dataDir, 'tokens.json');
const sha256 = (token) => createHash('sha256').update(token, 'utf8').digest('hex');
/**
 * The tokens of a data folder (`tokens.json`), read again when the file has been replaced, so that a token made or revoked by
 * another process counts from the next request on. A file that is damaged lets nobody in.
 *
 * Tokens are looked up by their SHA-256, which a caller cannot steer: how long a look-up takes tells nothing about a token.
 */
export const openTokenStore = ({ dataDir, clock, onProblem }) => {
    const file = tokenFile(dataDir);
    let seen;
    let byHash = new Map();
    const refresh = () => {
        const state = fileState(file);
        if (state === seen)
            return;
        try {
            byHash = new Map(readTokenFile(file).map((record) => [record.sha256, record]));
        }
        catch (error) {
            byHash = new Map();
            onProblem?.(error instanceof Error ? error.message : String(error));
        }
        seen = state;
    };
    return {
        find: (token) => {
            refresh();
            const record = byHash.get(sha256(token));
            if (record === undefined)
                return undefined;
            return record.expiresAt !== undefined && record.expiresAt <= formatTime(clock.now()) ? undefined : grantOf(record);
        },
        count: () => {
            refresh();
            return byHash.size;
        },
    };
};
/** Tells two states of the file apart: each change makes a new file (inode), whatever the clock says. */
const fileState = (file) => {
    const stat = statSync(file, { bigint: true, throwIfNoEntry: false });
    return stat === undefined ? 'none' : `${stat.dev} ${stat.ino} ${stat.size} ${stat.mtimeNs}`;
};
const grantOf = ({ tenant, actor, can }) => ({
    tenant,
    can,
    ...(actor === undefined ? {} : { actor }),
});
export const tokenAdmin = (dataDir, clock) => {
    const file = tokenFile(dataDir);
    return {
        create: async ({ name, tenant, can, actor, expiresAt }) => {
            const token = `annals_${randomBytes(32).toString('base64url')}`;
            const record = {
                id: randomBytes(6).toString('hex'),
                name,
                sha256: sha256(token),
                tenant,
                can,
                ...(actor === undefined ? {} : { actor }),
                createdAt: formatTime(clock.now()),
                ...(expiresAt === undefined ? {} : { expiresAt: formatTime(expiresAt) }),
            };
            await updateTokenFile(file, (records) => [...records, record]);
            return { token, entry: withoutHash(record) };
        },
        list: () => Promise.resolve(readTokenFile(file).map(withoutHash)),
        revoke: async (idOrName) => {
            let revoked = [];
            await updateTokenFile(file, (records) => {
                const byId = records.filter(({ id }) => id === idOrName);
                revoked = byId.length > 0 ? byId : records.filter(({ name }) => name === idOrName);
                return revoked.length === 0 ? records : records.filter((record) => !revoked.includes(record));
            });
            return revoked.map(withoutHash);
        },
    };
};
const withoutHash = ({ sha256: _secret, ...entry }) => entry;
//# sourceMappingURL=token-file.js.map