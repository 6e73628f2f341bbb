import * as E from 'fp-ts/lib/Either.js';
import { failure, failures, success, Type } from 'io-ts/lib/index.js';
import { checkDelta } from '../delta-shape.js';
import { limits } from '../limits.js';
import { parsePointer } from '../pointer.js';
import { checkValue } from '../value-limits.js';
import { added, issueOf } from './strict.js';
const fromCheck = (name, check) => {
    const validate = (value, context) => {
        const result = check(value);
        return E.isRight(result)
            ? success(result.right)
            : failures(result.left.flatMap((issue) => located(issue, context, value)));
    };
    return new Type(name, (value) => E.isRight(check(value)), validate, (value) => value);
};
/** The checks answer pointers from the value itself; an io-ts error has its path as a context. */
const located = (issue, context, value) => {
    const segments = parsePointer(issue.field) ?? [];
    const inner = segments.reduceRight((errors, key) => added(undefined, [], key, errors), issueOf(value, issue.message));
    return inner.map((error) => ({ ...error, context: [...context, ...error.context] }));
};
const shape = { maxDepth: limits.maxDepth, maxNodes: limits.maxNodes, refuseRedacted: true };
/** The limits of a subject's state. */
export const stateLimits = { ...shape, maxBytes: limits.maxStateBytes, allowNul: true };
/** What an emitter attaches as `data`: any JSON value within the limits. */
export const dataValue = fromCheck('Data', (value) => checkValue(value, '', { ...shape, maxBytes: limits.maxDataBytes, allowNul: true }));
/** Parameters and the result of a call. */
export const callValue = fromCheck('CallValue', (value) => checkValue(value, '', { ...shape, maxBytes: limits.maxDataBytes, allowNul: false }));
const anyState = fromCheck('State', (value) => checkValue(value, '', stateLimits));
/** A state, which is never null; `hint` says what null might have meant. */
export const stateValue = (hint) => new Type('State', (value) => value !== null && anyState.is(value), (value, context) => value === null
    ? failure(value, context, `must not be null${hint}`)
    : anyState.validate(value, context), (value) => value);
/** A state, or null for a deleted one. */
export const stateOrNull = anyState;
/** A leaf of a delta encloses a value once more, and may hold it twice beside the marks of a removal. Its bytes are those of its event. */
const deltaShape = {
    maxDepth: limits.maxDepth + 1,
    maxNodes: 6 * limits.maxNodes,
    refuseRedacted: true,
    allowNul: true,
};
/** A delta that an emitter sends. */
export const deltaValue = fromCheck('Delta', (value) => {
    const json = checkValue(value, '', deltaShape);
    return E.isLeft(json) ? json : checkDelta(json.right, '');
});
/** A delta that is read back: JSON already. */
export const storedDelta = fromCheck('StoredDelta', (value) => checkDelta(value, ''));
//# sourceMappingURL=values.js.map