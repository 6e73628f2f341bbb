import { decodeWith } from './decode.js';
import { commonFields, inputParts } from './input-parts.js';
import { boolean, integer, oneOf, time } from './scalars.js';
import { strict } from './strict.js';
const restoreInput = strict('RestoreInput', { actor: inputParts.party }, {
    ...commonFields,
    version: integer(0, Number.MAX_SAFE_INTEGER),
    at: time,
    by: oneOf('occurred', 'recorded'),
    dryRun: boolean,
});
/** To which version, or the version of which time, a subject is to be taken back. Left: every issue, by JSON Pointer. */
export const decodeRestoreInput = (value) => decodeWith(restoreInput, value, rules);
const rules = (sent) => {
    const version = Object.hasOwn(sent, 'version');
    const at = Object.hasOwn(sent, 'at');
    const issues = [];
    if (version && at)
        issues.push({ field: '/at', message: 'must not be there beside a version' });
    if (!version && !at)
        issues.push({ field: '/version', message: 'is required, or else "at"' });
    if (!at && Object.hasOwn(sent, 'by'))
        issues.push({ field: '/by', message: 'goes with "at" alone' });
    return issues;
};
//# sourceMappingURL=restore-input.js.map