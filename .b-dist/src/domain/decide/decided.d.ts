import type { EventBody } from '../event.js';
import type { Fold } from '../subject-fold.js';
/** What becomes of a command: the events to append, or that there is nothing to store. */
export type Decided = {
    readonly _tag: 'Change';
    readonly body: EventBody;
    /** The subject after it; its `recordedAt` is what the event is to be stored with, or later. */
    readonly next: Fold;
    /** A change to be stored right before it: the state that the emitter saw and the store had not. */
    readonly observed?: EventBody;
} | {
    readonly _tag: 'Activity';
    readonly body: EventBody;
}
/** The subject is as it is asked to be, at this version (-1: it has none). */
 | {
    readonly _tag: 'Unchanged';
    readonly version: number;
};
