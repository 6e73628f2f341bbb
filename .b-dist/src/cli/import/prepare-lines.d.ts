import type { EventInput } from '../../domain/event.js';
import type { SubjectRulesByType } from '../../domain/subject-rules.js';
import type { Hash } from '../../ports/hash.js';
import type { IdSource } from '../../ports/id-source.js';
import type { LineEvent } from './import-line.js';
export interface PreparePorts {
    readonly ids: Pick<IdSource, 'derive'>;
    readonly hash: Pick<Hash, 'sha256'>;
    readonly rules: SubjectRulesByType;
}
/** The events of a file, one line after another: undefined for a line that leaves its subject as the line before it did. */
export type PrepareLine = (event: LineEvent) => (EventInput & {
    readonly id: string;
}) | undefined;
/**
 * Gives each line's event its id: UUIDv5 of subject, transaction, time, canonical state (as its SHA-256) and how often that very tuple came before. Remembers
 * one hash a subject and some bytes a line, whatever the states' size.
 *
 * Two states that differ only where the subject's type ignores it are equal here as they are in the store. The id is made from the line as it is, so
 * that a change of the rules does not make other events of the same file.
 */
export declare const prepareLines: ({ ids, hash, rules }: PreparePorts) => PrepareLine;
