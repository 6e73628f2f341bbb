import { canonicalize } from '../../domain/canonical.js';
import { applyRules, rulesFor } from '../../domain/rules.js';
import { occurrences } from './occurrences.js';
const deleted = '';
/**
 * Gives each line's event its id: UUIDv5 of subject, transaction, time, canonical state (as its SHA-256) and how often that very tuple came before. Remembers
 * one hash a subject and some bytes a line, whatever the states' size.
 *
 * Two states that differ only where the subject's type ignores it are equal here as they are in the store. The id is made from the line as it is, so
 * that a change of the rules does not make other events of the same file.
 */
export const prepareLines = ({ ids, hash, rules }) => {
    const lastStates = new Map();
    const seen = occurrences();
    return (event) => {
        const { subject, change } = event;
        const state = change.kind === 'state' ? change.state : undefined;
        const stateHash = state === undefined ? deleted : hash.sha256(canonicalize(state));
        const effective = state === undefined ? deleted : (withoutIgnored(rules, event, state, hash) ?? stateHash);
        const key = `${subject.type}/${subject.id}`;
        if ((lastStates.get(key) ?? deleted) === effective)
            return undefined;
        lastStates.set(key, effective);
        const idOf = (occurrence) => ids.derive(JSON.stringify([
            subject.type,
            subject.id,
            event.transactionId ?? null,
            event.occurredAt,
            stateHash,
            occurrence,
        ]));
        const first = idOf(0);
        const occurrence = seen.next(first);
        return { ...event, id: occurrence === 0 ? first : idOf(occurrence) };
    };
};
const withoutIgnored = (rules, { subject }, state, hash) => {
    const ignore = rulesFor(rules, subject.type)?.ignore;
    if (ignore === undefined || ignore.length === 0)
        return undefined;
    return hash.sha256(canonicalize(applyRules({ ignore }, subject, hash.sha256).state(state)));
};
//# sourceMappingURL=prepare-lines.js.map