import type { Party, StoredEvent, Subject } from '../domain/event.js';
/** A stored time (UTC with milliseconds), its milliseconds left out where they are zero: it can be typed back in as it is. */
export declare const showTime: (time: string) => string;
export declare const showSubject: (subject: Subject) => string;
export declare const showParty: (party: Party) => string;
/** What an event did, in one line. */
export declare const showWhat: (event: StoredEvent) => string;
/** `12.3 MB`, in powers of 1,000. */
export declare const showBytes: (bytes: number) => string;
/** `12,345`. */
export declare const showCount: (count: number) => string;
/** `3 s`, `2 min 05 s`, `1 h 04 min`. */
export declare const showDuration: (seconds: number) => string;
