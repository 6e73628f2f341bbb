import { entryPoints } from '../event.js';
import { decodeWith } from './decode.js';
import { parts } from './parts.js';
import { anyNumber, anyText, checked, oneOf } from './scalars.js';
import { strict } from './strict.js';
import { storedDelta } from './values.js';
/** What is read back came through JSON.parse: it is JSON, whatever else it is. */
const anyJson = checked('Json', () => undefined);
const anyState = checked('State', (value) => (value === null ? 'must not be null' : undefined));
const onlyFalse = checked('False', (value) => (value === false ? undefined : 'must be false'));
const stored = parts({
    typeName: anyText,
    id: anyText,
    text: () => anyText,
    label: () => anyText,
    entryPoint: oneOf(...entryPoints),
    statusCode: anyNumber,
    durationMs: anyNumber,
    callValue: anyJson,
    state: anyState,
    delta: storedDelta,
});
const required = {
    id: anyText,
    subject: stored.subject,
    verb: anyText,
    actor: stored.party,
    tenant: anyText,
    occurredAt: anyText,
    outcome: stored.outcome,
};
const optional = {
    channel: anyText,
    org: anyText,
    onBehalfOf: stored.party,
    affects: stored.party,
    transactionId: anyText,
    causationId: anyText,
    reason: anyText,
    context: stored.context,
    data: anyJson,
    change: stored.change,
    call: stored.call,
    applied: onlyFalse,
    restoredFrom: strict('RestoredFrom', { version: anyNumber }, {}),
};
const eventBody = strict('EventBody', required, optional);
const storedBody = strict('StoredBody', { ...required, digest: anyText }, optional);
/** An event on its way out: its shape alone is checked, no limits, so that what was once taken stays readable when a limit is lowered. */
export const decodeEventBody = (value) => decodeWith(eventBody, value);
/** The same with the digest beside it, as the event's data in the log. */
export const decodeStoredBody = (value) => decodeWith(storedBody, value);
//# sourceMappingURL=event-body.js.map