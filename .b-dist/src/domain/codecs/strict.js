import { failure, failures, success, Type } from 'io-ts/lib/index.js';
/**
 * An object with exactly these keys. io-ts's own combinators let unknown keys pass or strip them, take a missing key for
 * an `unknown` and see inherited ones; this one reports each unknown, missing and wrong key (all of them), looks at own properties
 * only, and gives the same object back where no field was changed.
 */
export const strict = (name, required, optional) => {
    const fields = fieldTable(required, optional);
    const requiredKeys = Object.keys(required);
    const validate = (value, context) => {
        if (!isPlainObject(value))
            return failure(value, context, 'must be an object');
        let errors;
        let changed;
        let requiredSeen = 0;
        for (const key of Object.keys(value)) {
            const given = value[key];
            const field = fields.get(key);
            if (field === undefined) {
                errors = added(errors, context, key, unknownKey(given));
                continue;
            }
            if (field.required)
                requiredSeen++;
            const result = field.type.validate(given, noContext);
            if (result._tag === 'Left')
                errors = added(errors, context, key, result.left);
            else if (!Object.is(result.right, given))
                changed = { ...(changed ?? value), [key]: result.right };
        }
        if (requiredSeen < requiredKeys.length)
            errors = missing(value, requiredKeys, errors, context);
        return errors === undefined ? success((changed ?? value)) : failures(errors);
    };
    return new Type(name, (value) => validate(value, noContext)._tag === 'Right', validate, identity);
};
/** One of several objects, told apart by the text under `tag`. */
export const tagged = (name, tag, members) => {
    const byTag = new Map(Object.entries(members));
    const expected = `must be ${orList([...byTag.keys()])}`;
    const validate = (value, context) => {
        if (!isPlainObject(value))
            return failure(value, context, 'must be an object');
        if (!Object.hasOwn(value, tag))
            return failures(added(undefined, context, tag, issueOf(undefined, isRequired)));
        const given = value[tag];
        const member = typeof given === 'string' ? byTag.get(given) : undefined;
        return member === undefined
            ? failures(added(undefined, context, tag, issueOf(given, expected)))
            : member.validate(value, context);
    };
    return new Type(name, (value) => validate(value, noContext)._tag === 'Right', validate, identity);
};
/** Fields are validated without a context, and it is put before their errors: nothing is allocated while all is well. */
export const noContext = [];
/** Puts a key before the context of each error, and the given context before that. */
export const added = (errors, context, key, more) => {
    const all = errors ?? [];
    for (const error of more) {
        all.push({ ...error, context: [...context, { key, type: anything }, ...error.context] });
    }
    return all;
};
export const issueOf = (value, message) => [{ value, context: noContext, message }];
/** Made by a literal, by JSON.parse, or without a prototype; not an array, a Date or an instance of a class. */
export const isPlainObject = (value) => {
    if (typeof value !== 'object' || value === null)
        return false;
    const prototype = Object.getPrototypeOf(value);
    return prototype === Object.prototype || prototype === null;
};
/** `a, b or c` */
export const orList = (words) => words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${words.at(-1) ?? ''}`;
const isRequired = 'is required';
const unknownKey = (value) => issueOf(value, 'unknown key');
const missing = (value, keys, errors, context) => keys
    .filter((key) => !Object.hasOwn(value, key))
    .reduce((all, key) => added(all, context, key, issueOf(undefined, isRequired)), errors ?? []);
const fieldTable = (required, optional) => new Map([
    ...Object.entries(required).map(([key, type]) => [key, { type, required: true }]),
    ...Object.entries(optional).map(([key, type]) => [key, { type, required: false }]),
]);
const identity = (value) => value;
const anything = new Type('unknown', (_) => true, success, identity);
//# sourceMappingURL=strict.js.map