import type { Either } from 'fp-ts/lib/Either.js';
import type { AnnalsError } from '../domain/errors.js';
import type { Hash } from '../ports/hash.js';
import type { IdSource } from '../ports/id-source.js';
import type { Operations } from './operations.js';
import type { RulesPorts } from './rules-of.js';
import type { Command, Writer } from './writer.js';
export interface EmitPorts extends RulesPorts {
    readonly writer: Pick<Writer, 'submit'>;
    readonly ids: IdSource;
    readonly hash: Hash;
}
/** Stores one event, as `Operations.emit` says. */
export declare const emit: (ports: EmitPorts) => Operations["emit"];
/** What one event from outside asks for, decoded, in its tenant, after the rules of its subject's type. */
export declare const eventCommand: (ports: EmitPorts, tenant: string, value: unknown) => Either<AnnalsError, Command>;
/** A body that names another tenant than the one it is sent to. */
export declare const tenantMismatch: (tenant: string, named: string | undefined) => AnnalsError | undefined;
export declare const once: (make: () => string) => (() => string);
