import { failure, success, Type } from 'io-ts/lib/index.js';
import { checkChannel, checkId, checkTenant, checkText, checkType, checkUuid, checkVerb, grouped } from '../names.js';
import { parseTime } from '../time.js';
import { orList } from './strict.js';
/** A Type of one check: `check` answers what is wrong, or undefined. */
export const checked = (name, check) => {
    const validate = (value, context) => {
        const message = check(value);
        return message === undefined ? success(value) : failure(value, context, message);
    };
    return new Type(name, (value) => check(value) === undefined, validate, (value) => value);
};
const textOf = (name, check) => checked(name, (value) => (typeof value === 'string' ? check(value) : mustBe('a string', value)));
/** A missing key and one that is `undefined` are not the same: JSON has no undefined, so it is refused where it is sent. */
const mustBe = (what, value) => value === undefined ? `must be ${what}, not undefined (leave the key out)` : `must be ${what}`;
export const typeName = textOf('Type', checkType);
export const idText = textOf('Id', checkId);
export const tenantName = textOf('Tenant', checkTenant);
export const channelName = textOf('Channel', checkChannel);
export const verbName = textOf('Verb', checkVerb);
/** Text that may be empty. */
export const text = (maxChars) => textOf('Text', checkText(0, maxChars));
/** Text of at least one character. */
export const label = (maxChars) => textOf('Label', checkText(1, maxChars));
/** A UUID of any version, in lower case once decoded (RFC 9562 compares them so). */
export const uuid = new Type('Uuid', (value) => typeof value === 'string' && checkUuid(value) === undefined, (value, context) => {
    if (typeof value !== 'string')
        return failure(value, context, mustBe('a UUID', value));
    const message = checkUuid(value);
    return message === undefined ? success(value.toLowerCase()) : failure(value, context, message);
}, (value) => value);
/** RFC 3339 with offset; kept as it was sent. */
export const time = textOf('Time', (given) => parseTime(given) === undefined ? 'must be an RFC 3339 time with offset, such as 2026-11-23T03:14:00.000Z' : undefined);
export const integer = (min, max) => {
    const message = `must be an integer from ${grouped(min)} to ${grouped(max)}`;
    return checked('Integer', (value) => typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max ? undefined : message);
};
export const numberBetween = (min, max) => {
    const message = `must be a number from ${grouped(min)} to ${grouped(max)}`;
    return checked('Number', (value) => (typeof value === 'number' && value >= min && value <= max ? undefined : message));
};
export const boolean = checked('Boolean', (value) => typeof value === 'boolean' ? undefined : mustBe('true or false', value));
export const oneOf = (...values) => {
    const allowed = new Set(values);
    const message = `must be ${orList(values)}`;
    return checked('OneOf', (value) => (allowed.has(value) ? undefined : message));
};
/** Any string, number: what is read back is checked for its shape alone. */
export const anyText = checked('String', (value) => typeof value === 'string' ? undefined : 'must be a string');
export const anyNumber = checked('Number', (value) => typeof value === 'number' ? undefined : 'must be a number');
//# sourceMappingURL=scalars.js.map