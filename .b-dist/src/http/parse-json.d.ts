import * as E from 'fp-ts/lib/Either.js';
import type { AnnalsError } from '../domain/errors.js';
/** Reads bytes as JSON in UTF-8. What is wrong is said with its place and without a word of the content. */
export declare const parseJson: (bytes: Buffer) => E.Either<AnnalsError, unknown>;
export declare const parseJsonText: (text: string) => E.Either<AnnalsError, unknown>;
