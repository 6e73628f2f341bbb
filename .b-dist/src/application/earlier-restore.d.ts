import type { Either } from 'fp-ts/lib/Either.js';
import type { AnnalsError } from '../domain/errors.js';
import type { Receipt, Subject } from '../domain/event.js';
import type { EventLogReader } from '../ports/event-log.js';
import type { RestoreDetails } from './operations.js';
import type { RulesPorts } from './rules-of.js';
import type { StatePorts } from './state-at.js';
export interface EarlierRestorePorts extends StatePorts, RulesPorts {
    readonly eventLog: Pick<EventLogReader, 'readStream' | 'findById'>;
}
/** What a restore that is stored already did, worked out again from the versions around it, so that a retry gets the whole first answer. */
export declare const earlierRestore: (ports: EarlierRestorePorts, tenant: string, subject: Subject, receipt: Receipt) => Promise<Either<AnnalsError, RestoreDetails>>;
