import { describedStream, isMetadataStream } from './stream-metadata.js';
import { isSoftDeleted } from './stream-states.js';
/** Whether these streams take the append as they are now. @returns the first refusal. Nothing is changed. */
export const refusal = (streams, states) => {
    for (const { stream, expected } of streams) {
        const described = isMetadataStream(stream) ? states.find(describedStream(stream)) : undefined;
        if (described?.tombstoned === true)
            return { _tag: 'StreamTombstoned', stream: described.name };
        const state = states.find(stream);
        if (state.tombstoned)
            return { _tag: 'StreamTombstoned', stream };
        if (!isMet(expected, state, states))
            return { _tag: 'WrongExpectedRevision', stream, expected, actual: state.lastRevision };
    }
    return undefined;
};
/**
 * As EventStoreDB has it: a softly deleted stream counts as having no events for `none`, while an exact revision means the old numbering, which goes on;
 * `exists` also holds for a stream that has metadata only.
 */
const isMet = (expected, state, states) => {
    switch (expected) {
        case 'any':
            return true;
        case 'none':
            return state.lastRevision === -1 || isSoftDeleted(state);
        case 'exists':
            return !isSoftDeleted(state) && (state.lastRevision >= 0 || hasMetadata(state, states));
        default:
            return state.lastRevision === expected;
    }
};
const hasMetadata = (state, states) => !isMetadataStream(state.name) && states.find(`$$${state.name}`).lastRevision >= 0;
//# sourceMappingURL=append-decision.js.map