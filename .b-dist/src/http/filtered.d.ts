import * as E from 'fp-ts/lib/Either.js';
import type { FieldIssue } from '../domain/errors.js';
import type { EventFilter } from '../ports/read-models.js';
import type { Decoded, ParameterSpec } from './parameters.js';
import type { Authorized } from './route.js';
/** The filter that feed and statistics share, and the route's own parameters. Every issue of both is named. */
export declare const decodeFiltered: <S extends ParameterSpec>(call: Pick<Authorized, "tenant" | "parameters">, spec: S) => E.Either<readonly FieldIssue[], {
    readonly filter: EventFilter;
    readonly query: Decoded<S>;
}>;
