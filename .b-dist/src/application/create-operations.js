import { diffVersions } from './diff-versions.js';
import { emit } from './emit.js';
import { emitMany } from './emit-many.js';
import { history } from './history.js';
import { readProjections } from './read-projections.js';
import { recordState } from './record-state.js';
import { restore } from './restore.js';
import { stateAt } from './state-at.js';
import { createWriter } from './writer.js';
/** Enough for the busy subjects of a busy store; the objects of 8 MiB of JSON take some 40 MB. */
const presentStatesLimits = { maxStates: 20_000, maxBytes: 8 * 1024 * 1024 };
export const createOperations = (ports) => {
    const writer = createWriter(ports, presentStatesLimits, ports.recordedAtFloor);
    const writing = { ...ports, writer, settled: writer.settled };
    return {
        ...createReadOperations(ports),
        stateAt: stateAt(writing),
        emit: emit(writing),
        emitMany: emitMany(writing),
        recordState: recordState(writing),
        restore: restore(writing),
    };
};
/** What can be asked beside the owner of a data folder. */
export const createReadOperations = (ports) => ({
    logId: ports.eventLog.logId,
    stateAt: stateAt(ports),
    history: history(ports),
    diff: diffVersions(ports),
    ...readProjections(ports),
});
//# sourceMappingURL=create-operations.js.map