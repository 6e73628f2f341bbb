import { Worker } from 'node:worker_threads';
import { builtModule } from '../system/built-module.js';
import { createBackoff } from './backoff.js';
/**
 * Starts the writer's thread. When it dies, a new one is started with the next request: at once after the first time, then after ever longer waits,
 * during which requests are refused.
 * Rejects where the log cannot be opened.
 */
export const startWriterThread = async (options, events) => {
    const module = options.module ?? builtModule(import.meta.url, './log-writer-worker.js');
    const backoff = createBackoff();
    let worker;
    let trouble;
    let closed = false;
    const start = () => {
        const started = new Worker(module, {
            workerData: { file: options.file },
            name: 'annals-log-writer',
            // Flags of the host, such as --input-type, would keep the thread from starting.
            execArgv: [],
        });
        let reason = 'the log writer ended';
        started.on('message', (message) => {
            if (message.type !== 'answers')
                return;
            backoff.succeeded();
            trouble = message.trouble;
            events.onAnswers(message.answers);
        });
        started.on('error', (error) => {
            reason = error instanceof Error ? error.message : String(error);
        });
        started.on('exit', () => {
            if (worker === started)
                worker = undefined;
            if (closed)
                return;
            trouble = reason;
            backoff.failed();
            events.onDown(reason);
        });
        return started;
    };
    const post = (packed) => {
        if (closed)
            return 'the log is closed';
        if (worker === undefined && backoff.due())
            worker = start();
        if (worker === undefined)
            return `the log writer is being restarted: ${trouble ?? ''}`;
        worker.postMessage({ type: 'write', packed }, [packed]);
        return undefined;
    };
    const close = async () => {
        const last = worker;
        if (closed || last === undefined) {
            closed = true;
            return;
        }
        closed = true;
        trouble = 'the log is closed';
        const ended = new Promise((resolve) => last.once('exit', resolve));
        last.postMessage({ type: 'close' });
        await ended;
    };
    worker = start();
    const opened = await firstWord(worker);
    return { post, trouble: () => trouble, close, opened };
};
const firstWord = (worker) => new Promise((resolve, reject) => {
    worker.once('message', (message) => {
        if (message.type === 'ready')
            resolve({ logId: message.logId, position: message.position });
    });
    worker.once('error', reject);
    worker.once('exit', () => {
        reject(new Error('the log writer ended before it was ready'));
    });
});
//# sourceMappingURL=writer-thread.js.map