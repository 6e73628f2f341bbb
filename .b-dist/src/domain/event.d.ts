import type { Delta } from './delta.js';
import type { Json, State } from './json.js';
/** The record an event is about. */
export interface Subject {
    readonly type: string;
    readonly id: string;
}
/** Somebody or something that acts or is acted for: a user, a service, a job. */
export interface Party {
    readonly type: string;
    readonly id: string;
    readonly name?: string;
}
export interface Failure {
    readonly type?: string;
    readonly code?: string;
    readonly message: string;
}
export type Outcome = {
    readonly status: 'success';
} | {
    readonly status: 'failure';
    readonly error?: Failure;
};
export declare const entryPoints: readonly ["http", "cli", "job", "shell", "script", "migration"];
export type EntryPoint = (typeof entryPoints)[number];
/** Where a request came from: a closed set of keys, all optional. */
export interface Context {
    readonly ip?: string;
    readonly userAgent?: string;
    readonly requestId?: string;
    readonly traceparent?: string;
    readonly entryPoint?: EntryPoint;
    readonly method?: string;
    readonly path?: string;
    readonly route?: string;
}
/** A call served (`in`) or made (`out`); the event's `occurredAt` is its start. */
export interface Call {
    readonly direction: 'in' | 'out';
    readonly service: string;
    readonly operation: string;
    readonly method?: string;
    readonly statusCode?: number;
    readonly durationMs?: number;
    readonly parameters?: Json;
    readonly result?: Json;
}
export type Change = {
    readonly kind: 'patch';
    readonly delta: Delta;
} | {
    readonly kind: 'state';
    readonly state: State;
} | {
    readonly kind: 'delete';
};
/** What an event says besides its subject, verb and change; all of it may be sent and all of it is stored. */
export interface EventDetails {
    readonly channel?: string;
    readonly org?: string;
    readonly onBehalfOf?: Party;
    readonly affects?: Party;
    readonly transactionId?: string;
    readonly causationId?: string;
    readonly reason?: string;
    readonly context?: Context;
    readonly data?: Json;
}
/** An event as an emitter sends it. Times are RFC 3339 with offset; only subject, verb (of an activity) and actor are required. */
export interface EventInput extends EventDetails {
    readonly id?: string;
    readonly subject: Subject;
    /** Required for an activity; a change has the default `{type}.created | updated | deleted`. */
    readonly verb?: string;
    readonly actor: Party;
    readonly tenant?: string;
    readonly occurredAt?: string;
    readonly outcome?: Outcome;
    readonly change?: Change;
    readonly call?: Call;
    /** For writing only: the version that the subject must have now (-1: none yet). */
    readonly expectedVersion?: number;
    /** For writing only: what becomes of a change that does not apply to the present state (default `reject`). */
    readonly onMismatch?: 'reject' | 'keep';
    /** For writing only, with a patch: the whole state before it, used where the store has none yet. */
    readonly before?: State;
}
export type EventKind = 'change' | 'activity';
/** One event as it is kept in the log (the event data, less its digest). Times are UTC with milliseconds. */
export interface EventBody extends EventDetails {
    readonly id: string;
    readonly subject: Subject;
    readonly verb: string;
    readonly actor: Party;
    readonly tenant: string;
    readonly occurredAt: string;
    readonly outcome: Outcome;
    readonly change?: Change;
    readonly call?: Call;
    /** Present and false on an activity that keeps a change which did not apply. */
    readonly applied?: false;
    readonly restoredFrom?: {
        readonly version: number;
    };
}
/** One event as it is read back: its body and its place in the log. */
export interface StoredEvent extends EventBody {
    readonly kind: EventKind;
    readonly stream: string;
    readonly revision: number;
    /** The revision for a change, null for an activity. */
    readonly version: number | null;
    /** Decimal: the place in the whole log. */
    readonly position: string;
    /** When Annals took it: UTC with milliseconds, never going down within a stream. */
    readonly recordedAt: string;
    /** For changes: the JSON Pointers (RFC 6901) that it changed; `""` for a creation, a deletion or a whole new value. */
    readonly changedPaths?: readonly string[];
}
/** What an emitter gets back once the event is durable. */
export interface Receipt {
    readonly id: string;
    readonly stream: string;
    readonly revision: number;
    readonly version: number | null;
    /** Decimal: the position of the last event of the append that stored it. */
    readonly position: string;
    readonly recordedAt: string;
    readonly duplicate: boolean;
}
/** The answer to a recorded state, deletion or restore that left everything as it was: nothing was stored. */
export interface Unchanged {
    readonly changed: false;
    readonly version: number;
}
