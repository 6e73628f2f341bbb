import * as E from 'fp-ts/lib/Either.js';
import { limits } from '../domain/limits.js';
import { parseTime } from '../domain/time.js';
/**
 * Reads the parameters that a route knows. Each one that it does not know is an issue, but for `tenant`, which every route takes, and
 * for those that `others` says are read elsewhere.
 */
export const decodeParameters = (parameters, spec, others) => {
    const issues = [];
    const decoded = {};
    for (const [name, parameter] of Object.entries(spec)) {
        const value = parameter(parameters.get(name));
        if (E.isLeft(value))
            issues.push({ field: name, message: value.left });
        else
            decoded[name] = value.right;
    }
    for (const name of parameters.keys()) {
        if (!Object.hasOwn(spec, name) && name !== 'tenant' && others?.(name) !== true) {
            issues.push({ field: name, message: 'is not a parameter of this route' });
        }
    }
    return issues.length > 0 ? E.left(issues) : E.right(decoded);
};
export const invalid = (issues) => ({ _tag: 'InvalidInput', issues });
export const optional = (valueOf) => (values) => values === undefined ? E.right(undefined) : single(values, valueOf);
export const required = (valueOf) => (values) => values === undefined ? E.left('is required') : single(values, valueOf);
export const withDefault = (valueOf, value) => (values) => values === undefined ? E.right(value) : single(values, valueOf);
const single = (values, valueOf) => values.length === 1 ? valueOf(values[0] ?? '') : E.left('is given more than once');
export const text = E.right;
export const checked = (check) => (value) => {
    const message = check(value);
    return message === undefined ? E.right(value) : E.left(message);
};
export const oneOf = (values) => (value) => {
    const found = values.find((known) => known === value);
    return found === undefined ? E.left(`must be one of ${values.join(', ')}`) : E.right(found);
};
/** A decimal integer as JSON writes it, no blanks, no plus sign. */
export const integer = (min, max) => (value) => {
    const number = /^-?(?:0|[1-9]\d{0,15})$/.test(value) ? Number(value) : NaN;
    if (number >= min && number <= max)
        return E.right(number);
    return E.left(max === Number.MAX_SAFE_INTEGER ? `must be an integer from ${min}` : `must be ${min} to ${max}`);
};
export const version = integer(0, Number.MAX_SAFE_INTEGER);
export const limit = withDefault(integer(1, limits.maxPageSize), limits.defaultPageSize);
export const order = oneOf(['asc', 'desc']);
/** A place in the log, as receipts name it. */
export const position = integer(0, Number.MAX_SAFE_INTEGER);
export const boolean = (value) => value === 'true' || value === 'false' ? E.right(value === 'true') : E.left('must be true or false');
/** RFC 3339 with offset, in ms since the epoch. */
export const time = (value) => {
    const ms = parseTime(value);
    return ms === undefined ? E.left('must be an RFC 3339 time with an offset (a + in it is sent as %2B)') : E.right(ms);
};
/** A record without the keys whose value is undefined. */
export const present = (record) => Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined));
//# sourceMappingURL=parameters.js.map