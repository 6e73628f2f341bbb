import * as E from 'fp-ts/lib/Either.js';
import { limits } from '../limits.js';
import { isPlainObject, noContext } from './strict.js';
const noIssues = [];
/** Validates with the type and the rules. Left: what is wrong, each with the JSON Pointer of its field (the first 200 of them). */
export const decodeWith = (type, value, rules = () => noIssues) => {
    const result = type.validate(value, noContext);
    const broken = isPlainObject(value) ? rules(value) : noIssues;
    if (result._tag === 'Right' && broken.length === 0)
        return result;
    const wrong = result._tag === 'Left' ? result.left.slice(0, limits.maxIssues).map(issueFrom) : noIssues;
    return E.left([...wrong, ...broken].slice(0, limits.maxIssues));
};
const issueFrom = (error) => ({
    field: error.context.map((entry) => `/${entry.key.replaceAll('~', '~0').replaceAll('/', '~1')}`).join(''),
    message: error.message ?? 'is not valid',
});
//# sourceMappingURL=decode.js.map