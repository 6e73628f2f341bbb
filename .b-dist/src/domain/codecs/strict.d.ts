import type { Context, Errors } from 'io-ts/lib/index.js';
import { Type } from 'io-ts/lib/index.js';
type OptionalKeys<A> = {
    [K in keyof A]-?: Pick<Partial<A>, K> extends Pick<A, K> ? K : never;
}[keyof A];
type RequiredFields<A> = {
    readonly [K in Exclude<keyof A, OptionalKeys<A>>]: Type<A[K]>;
};
type OptionalFields<A> = {
    readonly [K in OptionalKeys<A>]-?: Type<Exclude<A[K], undefined>>;
};
type Source = Readonly<Record<string, unknown>>;
/**
 * An object with exactly these keys. io-ts's own combinators let unknown keys pass or strip them, take a missing key for
 * an `unknown` and see inherited ones; this one reports each unknown, missing and wrong key (all of them), looks at own properties
 * only, and gives the same object back where no field was changed.
 */
export declare const strict: <A extends object>(name: string, required: RequiredFields<A>, optional: OptionalFields<A>) => Type<A>;
/** One of several objects, told apart by the text under `tag`. */
export declare const tagged: <A extends object>(name: string, tag: string, members: Readonly<Record<string, Pick<Type<A>, "validate">>>) => Type<A>;
/** Fields are validated without a context, and it is put before their errors: nothing is allocated while all is well. */
export declare const noContext: Context;
/** Puts a key before the context of each error, and the given context before that. */
export declare const added: (errors: Errors | undefined, context: Context, key: string, more: Errors) => Errors;
export declare const issueOf: (value: unknown, message: string) => Errors;
/** Made by a literal, by JSON.parse, or without a prototype; not an array, a Date or an instance of a class. */
export declare const isPlainObject: (value: unknown) => value is Source;
/** `a, b or c` */
export declare const orList: (words: readonly string[]) => string;
export {};
