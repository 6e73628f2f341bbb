import { createBackoff } from './backoff.js';
import { recoverLog } from './log-recovery.js';
import { openLogForWriting, readLogId } from './log-schema.js';
import { createLogTransactions } from './log-transaction.js';
/** @throws Error where the log cannot be opened in the first place. */
export const openLogCore = (options) => {
    const first = openHandle(options, 'start');
    const logId = readLogId(first.db);
    const backoff = createBackoff();
    let handle = first;
    let position = first.transactions.position();
    let trouble;
    const giveUp = (error) => {
        trouble = error instanceof Error ? error.message : String(error);
        const failed = handle;
        handle = undefined;
        backoff.failed();
        if (failed !== undefined)
            closeQuietly(failed.db);
    };
    const commit = (batch) => {
        try {
            if (handle === undefined && backoff.due())
                handle = openHandle(options, 'after-failure');
            if (handle === undefined)
                return unavailable(batch, `the log is being recovered: ${trouble ?? ''}`);
            const answers = handle.transactions.commit(batch);
            position = handle.transactions.position();
            trouble = undefined;
            backoff.succeeded();
            return answers;
        }
        catch (error) {
            giveUp(error);
            return unavailable(batch, `the log could not be written: ${trouble ?? ''}`);
        }
    };
    return {
        logId,
        position: () => position,
        commit,
        trouble: () => trouble,
        close: () => {
            if (handle === undefined)
                return;
            const { db } = handle;
            handle = undefined;
            trouble = 'the log is closed';
            if (db.open)
                db.pragma('wal_checkpoint(TRUNCATE)');
            db.close();
        },
    };
};
const openHandle = (options, when) => {
    const db = openLogForWriting(options.file);
    try {
        recoverLog(db, when);
        const transactions = createLogTransactions(db, options.now);
        options.onOpen?.(db);
        return { db, transactions };
    }
    catch (error) {
        closeQuietly(db);
        throw error;
    }
};
const closeQuietly = (db) => {
    try {
        db.close();
    }
    catch {
        // Its transaction is rolled back by the next one to open the file; the failure that led here is the one to tell.
    }
};
const unavailable = (batch, reason) => batch.map(() => ({ _tag: 'LogUnavailable', reason }));
//# sourceMappingURL=log-core.js.map