import * as E from 'fp-ts/lib/Either.js';
import type { FieldIssue } from '../../domain/errors.js';
import type { EventInput } from '../../domain/event.js';
import type { RawLine } from './line-splitter.js';
/** A line of state history as the event that it says: without an id, its change a whole state or a deletion, its time in UTC. */
export type LineEvent = EventInput & {
    readonly occurredAt: string;
    readonly change: {
        readonly kind: 'state' | 'delete';
    };
};
/** Decodes one line; Left says what is wrong with it, by the line's own fields. `now` is in ms since the epoch. */
export declare const parseImportLine: ({ bytes }: RawLine, now: number) => E.Either<readonly FieldIssue[], LineEvent>;
