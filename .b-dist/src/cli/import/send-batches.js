import { CommandFailure } from '../failure.js';
const maxBatchEvents = 500;
const maxBatchBytes = 4 * 1024 * 1024;
/** What is wrong with one event alone: the others can go on. */
const refusals = new Set([
    'InvalidInput',
    'PayloadTooLarge',
    'IdConflict',
    'VersionConflict',
    'DeltaMismatch',
    'NoState',
    'NoStateToPatch',
]);
/**
 * Sends events in their order, a batch at a time, the next one being filled meanwhile. A batch is stored whole or not at all and nothing is sent behind a
 * failed one: so no event is ever stored before one that stands ahead of it in the file, and a second run takes up where this one ended.
 * A batch in which an event is refused is sent again one by one.
 */
export const sendBatches = (writing, counts, onRefused) => {
    let batch = [];
    let batchBytes = 0;
    let underWay = Promise.resolve();
    const sendWhole = async (events) => {
        try {
            for (const written of await writing.emitMany(events.map(({ event }) => event)))
                count(counts, written);
        }
        catch (error) {
            if (!isRefusal(error))
                throw error;
            await sendEach(events);
        }
    };
    const sendEach = async (events) => {
        for (const { line, event } of events) {
            try {
                count(counts, await writing.emit(event));
            }
            catch (error) {
                if (!isRefusal(error))
                    throw error;
                onRefused(line, error.message);
            }
        }
    };
    const send = async () => {
        const events = batch;
        batch = [];
        batchBytes = 0;
        await underWay;
        if (events.length === 0)
            return;
        underWay = sendWhole(events);
        // Waited for by the next batch; until then a failure must not count as unhandled.
        underWay.catch(() => undefined);
    };
    return {
        add: (event) => {
            batch.push(event);
            batchBytes += event.bytes;
            return batch.length >= maxBatchEvents || batchBytes >= maxBatchBytes ? send() : undefined;
        },
        flush: async () => {
            await send();
            await underWay;
        },
    };
};
const isRefusal = (error) => error instanceof CommandFailure && refusals.has(error.error?._tag);
const count = (counts, written) => {
    if ('changed' in written)
        counts.unchanged += 1;
    else if (written.duplicate)
        counts.duplicates += 1;
    else
        counts.appended += 1;
};
//# sourceMappingURL=send-batches.js.map