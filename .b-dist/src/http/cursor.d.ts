import * as E from 'fp-ts/lib/Either.js';
import type { FeedPlace } from '../ports/read-models.js';
import type { Parameters } from './query-string.js';
/** What a cursor belongs to: a log, and a list of it (its kind, what it is a list of, and the filter and order that were asked for). */
export interface CursorScope {
    readonly logId: string;
    readonly kind: ListKind;
    /** A hash of all that decides which items the list has and in which order. */
    readonly list: string;
}
export type ListKind = 'activity' | 'subjects' | 'history' | 'transaction' | 'rows';
/** `of` is what the list is a list of: the tenant, and a subject's type and id, for example. */
export declare const cursorScope: (logId: string, kind: ListKind, of: readonly string[], parameters: Parameters) => CursorScope;
/** Opaque to clients: base64url of JSON. */
export declare const encodeCursor: (scope: CursorScope, place: FeedPlace | string) => string;
/** The place of a cursor of a list in the order of the feed. */
export declare const feedPlace: (scope: CursorScope) => (cursor: string) => E.Either<string, FeedPlace>;
/** The place of a cursor of any other list. */
export declare const opaquePlace: (scope: CursorScope) => (cursor: string) => E.Either<string, string>;
