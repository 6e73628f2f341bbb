import { decideEvent } from './decide-event.js';
/** What becomes of "this is its state now": the event that says the same, a null state being a deletion. Errors as those of decideEvent. */
export const decideRecordState = (args) => {
    const { subject, input, ...rest } = args;
    const { state, ...told } = input;
    const event = {
        ...told,
        subject,
        change: state === null ? { kind: 'delete' } : { kind: 'state', state },
    };
    return decideEvent({ ...rest, input: event, observedId: '' });
};
//# sourceMappingURL=decide-record-state.js.map