import * as E from 'fp-ts/lib/Either.js';
import type { Type } from 'io-ts/lib/index.js';
import type { FieldIssue } from '../errors.js';
/** What must hold between the fields of an object; it sees the object as it was sent, before its fields are known to be right. */
export type Rules = (sent: Readonly<Record<string, unknown>>) => readonly FieldIssue[];
/** Validates with the type and the rules. Left: what is wrong, each with the JSON Pointer of its field (the first 200 of them). */
export declare const decodeWith: <A>(type: Type<A>, value: unknown, rules?: Rules) => E.Either<readonly FieldIssue[], A>;
