import { LRUCache } from 'lru-cache';
export const presentStates = (options) => {
    const busy = new Map();
    const idle = new LRUCache({
        max: options.maxStates,
        maxSize: options.maxBytes,
        sizeCalculation: (state) => Math.min(Math.max(state.bytes, 1), options.maxBytes),
    });
    return {
        get: (stream) => busy.get(stream) ?? idle.get(stream),
        add: (stream, fold, bytes) => {
            const state = { fold, bytes, pending: 0, lastAppend: undefined, failure: undefined };
            idle.set(stream, state);
            return state;
        },
        sent: (stream, state) => {
            state.pending += 1;
            if (state.pending > 1)
                return;
            idle.delete(stream);
            busy.set(stream, state);
        },
        stored: (stream, state) => {
            state.pending -= 1;
            if (state.pending > 0 || busy.get(stream) !== state)
                return;
            busy.delete(stream);
            state.lastAppend = undefined;
            idle.set(stream, state);
        },
        drop: (stream, state) => {
            if (busy.get(stream) === state)
                busy.delete(stream);
            if (idle.peek(stream) === state)
                idle.delete(stream);
        },
    };
};
//# sourceMappingURL=present-states.js.map