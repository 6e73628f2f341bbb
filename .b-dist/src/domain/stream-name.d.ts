import type { EventKind, Subject } from './event.js';
export interface StreamOwner {
    readonly kind: EventKind;
    readonly tenant: string;
    readonly subject: Subject;
}
/** The stream of a subject's changes: `{type}-{tenant}:{id}`, so that the category of EventStoreDB (all before the first `-`) is the subject's type. */
export declare const changeStream: (tenant: string, subject: Subject) => string;
/** The stream of the activities about a subject: `activity:{type}-{tenant}:{id}`. */
export declare const activityStream: (tenant: string, subject: Subject) => string;
export declare const streamOf: (kind: EventKind, tenant: string, subject: Subject) => string;
/** Whose stream it is, or undefined where the name is none of ours. Split at the first `-`, then at the first `:` after it: a type has neither, a tenant no `:`. */
export declare const parseStream: (name: string) => StreamOwner | undefined;
