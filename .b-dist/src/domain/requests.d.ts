import type { Context, EventInput, Party } from './event.js';
import type { Json, State } from './json.js';
/** An event without subject, change and call; DELETE sends `state: null`. */
export interface RecordStateInput extends Omit<EventInput, 'subject' | 'change' | 'call' | 'before' | 'outcome'> {
    readonly state: State | null;
}
/** Exactly one of `version` and `at`; `at` is RFC 3339, read as `by` says. */
export interface RestoreInput {
    readonly version?: number;
    readonly at?: string;
    readonly by?: 'occurred' | 'recorded';
    readonly actor: Party;
    readonly id?: string;
    readonly reason?: string;
    readonly expectedVersion?: number;
    readonly dryRun?: boolean;
    readonly verb?: string;
    readonly channel?: string;
    readonly org?: string;
    readonly onBehalfOf?: Party;
    readonly affects?: Party;
    readonly transactionId?: string;
    readonly causationId?: string;
    readonly context?: Context;
    readonly data?: Json;
    readonly occurredAt?: string;
    readonly tenant?: string;
}
