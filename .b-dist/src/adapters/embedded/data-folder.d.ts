/** The files of a data folder that the embedded log and its neighbours keep. SQLite adds `-wal` and `-shm` beside each database. */
export declare const dataFiles: (dataDir: string) => {
    readonly log: string;
    readonly snapshots: string;
    readonly ownerLock: string;
    readonly ownerCard: string;
};
/** Makes the folder where it is missing, for its user alone (0700). One that is there keeps its mode. */
export declare const makeDataFolder: (dataDir: string) => void;
/**
 * Makes an empty file for its user alone (0600) where there is none; SQLite gives its `-wal` and `-shm` the same mode. One that is there is not opened: closing
 * any descriptor of a database file would drop the locks that SQLite holds on it in this process (POSIX advisory locks).
 */
export declare const makePrivateFile: (file: string) => void;
