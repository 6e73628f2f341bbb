import * as E from 'fp-ts/lib/Either.js';
import type { AnnalsError, FieldIssue } from '../domain/errors.js';
import type { TextCheck } from '../domain/names.js';
import type { Parameters } from './query-string.js';
/** Reads one parameter from all its values (none where it was not sent): Left is what is wrong with it. */
export type Parameter<A> = (values: readonly string[] | undefined) => E.Either<string, A>;
/** Reads the text of a value. */
export type ValueOf<A> = (text: string) => E.Either<string, A>;
export type ParameterSpec = Readonly<Record<string, Parameter<unknown>>>;
export type Decoded<S extends ParameterSpec> = {
    readonly [K in keyof S]: S[K] extends Parameter<infer A> ? A : never;
};
/**
 * Reads the parameters that a route knows. Each one that it does not know is an issue, but for `tenant`, which every route takes, and
 * for those that `others` says are read elsewhere.
 */
export declare const decodeParameters: <S extends ParameterSpec>(parameters: Parameters, spec: S, others?: (name: string) => boolean) => E.Either<readonly FieldIssue[], Decoded<S>>;
export declare const invalid: (issues: readonly FieldIssue[]) => AnnalsError;
export declare const optional: <A>(valueOf: ValueOf<A>) => Parameter<A | undefined>;
export declare const required: <A>(valueOf: ValueOf<A>) => Parameter<A>;
export declare const withDefault: <A>(valueOf: ValueOf<A>, value: A) => Parameter<A>;
export declare const text: ValueOf<string>;
export declare const checked: (check: TextCheck) => ValueOf<string>;
export declare const oneOf: <A extends string>(values: readonly A[]) => ValueOf<A>;
/** A decimal integer as JSON writes it, no blanks, no plus sign. */
export declare const integer: (min: number, max: number) => ValueOf<number>;
export declare const version: ValueOf<number>;
export declare const limit: Parameter<number>;
export declare const order: ValueOf<"asc" | "desc">;
/** A place in the log, as receipts name it. */
export declare const position: ValueOf<number>;
export declare const boolean: ValueOf<boolean>;
/** RFC 3339 with offset, in ms since the epoch. */
export declare const time: ValueOf<number>;
type Present<T> = {
    readonly [K in keyof T as undefined extends T[K] ? never : K]: T[K];
} & {
    readonly [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>;
};
/** A record without the keys whose value is undefined. */
export declare const present: <T extends object>(record: T) => Present<T>;
export {};
