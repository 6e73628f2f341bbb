import { packAnswers } from './write-answers.js';
import { unpackRequests } from './write-request.js';
/** What one commit takes at most (but always one request whole). */
export const batchEventsMax = 512;
export const batchBytesMax = 4 * 1024 * 1024;
export const createBatchWriter = (core, answer) => ({
    write: (packed, more) => {
        let batch = [];
        let events = 0;
        let bytes = 0;
        const commit = () => {
            if (batch.length > 0)
                answer(packAnswers(core.commit(batch)));
            batch = [];
            events = 0;
            bytes = 0;
        };
        for (let next = packed; next !== undefined; next = more()) {
            for (const request of unpackRequests(next)) {
                if (events + request.events > batchEventsMax || bytes + request.bytes > batchBytesMax)
                    commit();
                batch.push(request);
                events += request.events;
                bytes += request.bytes;
            }
        }
        commit();
    },
});
//# sourceMappingURL=batch-writer.js.map