import type { EventInput } from '../../src/domain/event.js';
export interface EventsOptions {
    readonly count: number;
    /** Events are dealt to so many lanes; no two lanes share a subject, so each can be sent on its own, in its order. */
    readonly lanes: number;
    readonly subjectsPerLane: number;
    /** From one event's `occurredAt` to the next. */
    readonly stepMs: number;
    readonly seed?: number;
}
/**
 * Events as an application's SDK would send them, about 300 bytes of JSON each: half are changes of many subjects (a creation, then
 * patches), half are activities; every one has its id. The same options give the same events.
 */
export declare const makeEvents: (options: EventsOptions) => readonly (readonly EventInput[])[];
/** A stream of such events without end, for one emitter. */
export declare const eventMaker: (lane: number, { subjectsPerLane, seed }: Pick<EventsOptions, "subjectsPerLane" | "seed">) => ((at: number) => EventInput);
type Pick = <A>(values: readonly A[]) => A;
export {};
