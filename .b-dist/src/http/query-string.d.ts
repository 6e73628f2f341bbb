import * as E from 'fp-ts/lib/Either.js';
import type { AnnalsError } from '../domain/errors.js';
/** The parameters of a query string, decoded: every value of a name, in the order they were sent. */
export type Parameters = ReadonlyMap<string, readonly string[]>;
/** Everything behind the first `?` of a URL, without it. */
export declare const queryOf: (url: string) => string;
/**
 * Reads a query string: pairs parted by `&`, name and value by the first `=`, `+` for a blank, percent-encoded UTF-8. What is not UTF-8 is
 * refused. `verb!=x` is the parameter `verb!`.
 */
export declare const parseQuery: (query: string) => E.Either<AnnalsError, Parameters>;
