import type { AnnalsError } from '../domain/errors.js';
import type { AppendError, ReadError } from '../ports/event-log.js';
import type { QueryError } from '../ports/read-models.js';
export declare const fromReadError: (error: ReadError) => AnnalsError;
export declare const fromAppendError: (error: AppendError) => AnnalsError;
export declare const fromQueryError: (error: QueryError) => AnnalsError;
