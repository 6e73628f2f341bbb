import type { Either } from 'fp-ts/lib/Either.js';
import type { AnnalsError } from '../domain/errors.js';
import type { StoredEvent } from '../domain/event.js';
import type { EventLogReader } from '../ports/event-log.js';
import type { UnchangedMemory } from '../ports/unchanged-memory.js';
import type { Written } from './operations.js';
export interface KnownIdsPorts {
    readonly eventLog: Pick<EventLogReader, 'findById'>;
    readonly unchangedMemory: Pick<UnchangedMemory, 'find'>;
}
/** The event with this id in this tenant, with its digest; undefined where there is none. */
export declare const findStored: (ports: Pick<KnownIdsPorts, "eventLog">, tenant: string, id: string) => Promise<Either<AnnalsError, {
    readonly event: StoredEvent;
    readonly digest: string;
} | undefined>>;
/** What was answered to an earlier request with this id: the first receipt as a duplicate, or `IdConflict` where it was another request. */
export declare const findAnswer: (ports: KnownIdsPorts, tenant: string, id: string, digest: string) => Promise<Either<AnnalsError, Written | undefined>>;
