import * as E from 'fp-ts/lib/Either.js';
import type { AnnalsError } from '../domain/errors.js';
import type { Subject } from '../domain/event.js';
import type { Decoded, ParameterSpec } from './parameters.js';
import type { Authorized } from './route.js';
export interface SubjectRequest<S extends ParameterSpec> {
    readonly subject: Subject;
    readonly query: Decoded<S>;
}
/** The subject of `/v1/subjects/{type}/{id}…` and the parameters of the route. Every issue of both is named. */
export declare const decodeSubjectRequest: <S extends ParameterSpec>(call: Authorized, spec: S) => E.Either<AnnalsError, SubjectRequest<S>>;
