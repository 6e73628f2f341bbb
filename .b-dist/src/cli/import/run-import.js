import * as E from 'fp-ts/lib/Either.js';
import { CommandFailure } from '../failure.js';
import { safeText } from '../safe-text.js';
import { parseImportLine } from './import-line.js';
import { prepareLines } from './prepare-lines.js';
import { progressLine } from './progress.js';
import { readLines } from './read-lines.js';
import { sendBatches } from './send-batches.js';
/** Imports a file of state history; never throws for what the file or the store says: the summary tells. */
export const runImport = async (environment, options) => {
    const { stderr, clock } = environment;
    const startedAt = clock.now();
    const counts = { lines: 0, appended: 0, duplicates: 0, unchanged: 0, rejected: 0 };
    const prepare = prepareLines({ ids: environment.ids, hash: environment.hash, rules: options.rules });
    const progress = progressLine(environment, options.file.sizeBytes);
    const reject = (line, message) => {
        counts.rejected += 1;
        progress.clear();
        void stderr.write(`line ${line}: ${safeText(message)}\n`);
    };
    const sender = sendBatches(options.writing, counts, reject);
    const takeLine = (raw) => {
        counts.lines += 1;
        const parsed = parseImportLine(raw, clock.now());
        if (E.isLeft(parsed)) {
            reject(raw.number, issuesText(parsed.left));
            return undefined;
        }
        const event = prepare(parsed.right);
        if (event === undefined) {
            counts.unchanged += 1;
            return undefined;
        }
        return sender.add({ line: raw.number, event, bytes: raw.bytes?.length ?? 0 });
    };
    const isOver = () => options.signal.aborted || (options.strict && counts.rejected > 0);
    const takeAll = async () => {
        for await (const { lines, bytesRead } of readLines(options.file)) {
            for (const raw of lines) {
                if (isOver())
                    return;
                const waiting = takeLine(raw);
                if (waiting !== undefined)
                    await waiting;
            }
            progress.update(counts.lines, bytesRead);
            if (isOver())
                return;
        }
    };
    let failure;
    try {
        await takeAll();
    }
    catch (error) {
        failure = reasonOf(error);
    }
    // What was read before the file broke off is good; after a failure of the store this fails again with the same reason.
    try {
        await sender.flush();
    }
    catch (error) {
        failure = reasonOf(error);
    }
    progress.clear();
    return { ...counts, seconds: (clock.now() - startedAt) / 1000, ...stopped(failure, options, counts.rejected) };
};
const stopped = (failure, { signal, strict }, rejected) => {
    if (failure !== undefined)
        return { stopped: { reason: failure, interrupted: false } };
    if (signal.aborted)
        return { stopped: { reason: 'interrupted', interrupted: true } };
    return strict && rejected > 0
        ? { stopped: { reason: 'a line was rejected, and --strict is set', interrupted: false } }
        : {};
};
const reasonOf = (error) => {
    if (error instanceof CommandFailure)
        return error.message;
    return error instanceof Error ? error.message : String(error);
};
const issuesText = (issues) => issues
    .slice(0, 5)
    .map(({ field, message }) => (field === '' ? message : `${field}: ${message}`))
    .concat(issues.length > 5 ? [`${issues.length - 5} more`] : [])
    .join('; ');
//# sourceMappingURL=run-import.js.map