import { closeSync, existsSync, mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';
/** The files of a data folder that the embedded log and its neighbours keep. SQLite adds `-wal` and `-shm` beside each database. */
export const dataFiles = (dataDir) => ({
    log: join(dataDir, 'log.db'),
    snapshots: join(dataDir, 'snapshots.db'),
    ownerLock: join(dataDir, 'owner.db'),
    ownerCard: join(dataDir, 'owner.json'),
});
/** Makes the folder where it is missing, for its user alone (0700). One that is there keeps its mode. */
export const makeDataFolder = (dataDir) => {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
};
/**
 * Makes an empty file for its user alone (0600) where there is none; SQLite gives its `-wal` and `-shm` the same mode. One that is there is not opened: closing
 * any descriptor of a database file would drop the locks that SQLite holds on it in this process (POSIX advisory locks).
 */
export const makePrivateFile = (file) => {
    if (existsSync(file))
        return;
    closeSync(openSync(file, 'a', 0o600));
};
//# sourceMappingURL=data-folder.js.map