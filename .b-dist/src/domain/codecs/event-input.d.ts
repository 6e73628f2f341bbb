import * as E from 'fp-ts/lib/Either.js';
import type { FieldIssue } from '../errors.js';
import type { EventInput } from '../event.js';
/**
 * An event as an emitter sends it, checked whole. Gives the very object back where nothing had to be changed (an id in capitals, a
 * negative zero); `occurredAt` stays as it was sent. Left: every issue, by JSON Pointer.
 */
export declare const decodeEventInput: (value: unknown) => E.Either<readonly FieldIssue[], EventInput>;
