import * as E from 'fp-ts/lib/Either.js';
import { isSurelyWithin } from '../json-size.js';
import { limits } from '../limits.js';
import { grouped } from '../names.js';
import { fitsUtf8 } from '../utf8.js';
import { decodeWith } from './decode.js';
import { commonFields, inputParts } from './input-parts.js';
import { oneOf } from './scalars.js';
import { isPlainObject, strict } from './strict.js';
import { stateValue } from './values.js';
const eventInput = strict('EventInput', { subject: inputParts.subject, actor: inputParts.party }, {
    ...commonFields,
    outcome: inputParts.outcome,
    change: inputParts.change,
    call: inputParts.call,
    onMismatch: oneOf('reject', 'keep'),
    before: stateValue(': leave it out where there was nothing'),
});
/**
 * An event as an emitter sends it, checked whole. Gives the very object back where nothing had to be changed (an id in capitals, a
 * negative zero); `occurredAt` stays as it was sent. Left: every issue, by JSON Pointer.
 */
export const decodeEventInput = (value) => {
    const decoded = decodeWith(eventInput, value, rules);
    return E.isRight(decoded) && !fits(decoded.right) ? E.left([tooLarge]) : decoded;
};
const rules = (sent) => {
    const change = ownOf(sent, 'change');
    if (change === undefined)
        return withoutChange(sent);
    const issues = [];
    const add = (field, message) => void issues.push({ field, message });
    if (Object.hasOwn(sent, 'call'))
        add('/call', 'must not be there beside a change: send two events');
    if (Object.hasOwn(sent, 'before') && ownOf(change, 'kind') !== 'patch')
        add('/before', 'goes with a patch alone');
    if (ownOf(ownOf(sent, 'outcome'), 'status') === 'failure') {
        add('/change', 'must not be there with a failure: what failed has changed nothing');
    }
    return issues;
};
const withoutChange = (sent) => {
    const issues = [];
    if (!Object.hasOwn(sent, 'verb'))
        issues.push({ field: '/verb', message: 'is required without a change' });
    for (const key of ['before', 'expectedVersion']) {
        if (Object.hasOwn(sent, key))
            issues.push({ field: `/${key}`, message: 'goes with a change alone' });
    }
    return issues;
};
const ownOf = (value, key) => isPlainObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
const tooLarge = { field: '', message: `must be at most ${grouped(limits.maxEventBytes)} bytes of JSON` };
/** Only a delta can make an event too large: the limits of its other fields keep them below the rest. */
const otherFieldsBytes = 327_680;
const sureLimits = { maxDepth: Infinity, maxNodes: Infinity, maxBytes: limits.maxEventBytes - otherFieldsBytes };
const fits = (input) => {
    if (input.change?.kind !== 'patch')
        return true;
    if (isSurelyWithin(input.change.delta, sureLimits))
        return true;
    // `before` is stored as an event of its own.
    const { before: _before, ...stored } = input;
    return fitsUtf8(JSON.stringify(stored), limits.maxEventBytes);
};
//# sourceMappingURL=event-input.js.map