import { dataFiles } from './data-folder.js';
import { createLogReader } from './log-reader.js';
import { openLogForReading } from './log-schema.js';
/**
 * Reads a log from another thread or another process, whether its owner runs or not.
 * @throws Error where there is no log, or one of another schema version.
 */
export const openEmbeddedReader = (options) => {
    const db = openLogForReading(dataFiles(options.dataDir).log);
    const poller = createPoller(db, options.pollMs ?? 250);
    const onNews = (listener) => {
        const endWake = options.wake?.(listener);
        const endPoll = poller.listen(listener);
        return () => {
            endWake?.();
            endPoll();
        };
    };
    return {
        ...createLogReader({ db, now: options.now ?? Date.now, onNews }),
        close: () => {
            db.close();
            poller.ringAll();
        },
    };
};
/** Tells its listeners when `PRAGMA data_version` has changed: another connection has committed. Runs only while there are listeners. */
const createPoller = (db, pollMs) => {
    const listeners = new Set();
    let timer;
    let seen;
    const version = () => (db.open ? db.pragma('data_version', { simple: true }) : undefined);
    const ringAll = () => {
        for (const listener of listeners)
            listener();
    };
    const poll = () => {
        const present = version();
        if (present === seen)
            return;
        seen = present;
        ringAll();
    };
    return {
        ringAll,
        listen: (listener) => {
            if (timer === undefined) {
                seen = version();
                timer = setInterval(poll, pollMs);
            }
            listeners.add(listener);
            return () => {
                listeners.delete(listener);
                if (listeners.size > 0)
                    return;
                clearInterval(timer);
                timer = undefined;
            };
        },
    };
};
//# sourceMappingURL=embedded-reader.js.map