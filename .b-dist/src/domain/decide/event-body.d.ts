import type { Call, Change, EventBody, EventDetails, Outcome, Party, Subject } from '../event.js';
export interface BodyParts {
    readonly id: string;
    readonly subject: Subject;
    readonly verb: string;
    readonly tenant: string;
    /** ms since the epoch. */
    readonly occurredAt: number;
    readonly change?: Change | undefined;
    readonly applied?: false;
    readonly restoredFrom?: {
        readonly version: number;
    };
}
type Told = EventDetails & {
    readonly actor: Party;
    readonly outcome?: Outcome;
    readonly call?: Call;
};
/** The event to store, of what its emitter told and what was decided. Key by key, so that all events have them in one order. */
export declare const eventBody: (told: Told, parts: BodyParts) => EventBody;
export {};
