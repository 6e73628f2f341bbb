import { parsePointer } from './pointer.js';
/** Paths that are no pointers, or name the whole state, are left out: `checkRules` refuses them. */
export const rulePaths = (rules) => [
    ...compile('ignore', rules?.ignore),
    ...compile('redact', rules?.redact),
];
const compile = (kind, patterns = []) => patterns.flatMap((pattern) => {
    const rest = parsePointer(pattern) ?? [];
    return rest.length === 0 ? [] : [{ kind, pattern, rest }];
});
/**
 * What holds for the member `segment`, or for an item (null): only `*` stands for items, since their index changes when
 * they move. Ignoring wins over redacting, the outer path over the inner one, the first configured over later ones.
 */
export const verdictOn = (paths, segment) => {
    const reached = paths.filter(({ rest }) => rest[0] === '*' || (segment !== null && rest[0] === segment));
    const ending = reached.filter(({ rest }) => rest.length === 1);
    if (ending.some(({ kind }) => kind === 'ignore'))
        return { _tag: 'Ignored' };
    const inside = reached.filter(({ rest }) => rest.length > 1).map((path) => ({ ...path, rest: path.rest.slice(1) }));
    const redacting = ending[0];
    if (redacting === undefined)
        return { _tag: 'Follow', inside };
    return { _tag: 'Redacted', pattern: redacting.pattern, inside: inside.filter(({ kind }) => kind === 'ignore') };
};
//# sourceMappingURL=rule-paths.js.map