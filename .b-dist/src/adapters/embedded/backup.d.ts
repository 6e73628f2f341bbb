import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
export interface Backup {
    readonly events: number;
    /** Of the last event in it; -1 when it has none. */
    readonly position: number;
    readonly bytes: number;
}
export type BackupError = {
    readonly _tag: 'FileExists';
    readonly file: string;
} | {
    readonly _tag: 'BackupFailed';
    readonly reason: string;
};
/**
 * Copies the log as it is at one moment, while its owner may go on writing. The file appears under its name only when it is whole, checked and durable,
 * and takes the place of no other. To restore it, put it into an empty data folder as log.db.
 *
 * It blocks the calling thread for as long as it takes.
 */
export declare const backupLog: (options: {
    readonly dataDir: string;
    readonly file: string;
}) => TaskEither<BackupError, Backup>;
