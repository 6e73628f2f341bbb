import * as E from 'fp-ts/lib/Either.js';
import { checkId, checkType } from '../domain/names.js';
import { decodeParameters, invalid } from './parameters.js';
/** In place of the id in the path where it is given as `?id=`: some proxies decode the `%2F` of an id with a slash. */
const idInQuery = '~';
/** The subject of `/v1/subjects/{type}/{id}…` and the parameters of the route. Every issue of both is named. */
export const decodeSubjectRequest = (call, spec) => {
    const { type = '', id = '' } = call.request.params;
    const inQuery = id === idInQuery;
    const subject = { type, id: inQuery ? (call.parameters.get('id')?.[0] ?? '') : id };
    const issues = [];
    const typeMessage = checkType(subject.type);
    if (typeMessage !== undefined)
        issues.push({ field: 'type', message: typeMessage });
    const idMessage = inQuery ? checkIdParameter(call.parameters) : checkId(subject.id);
    if (idMessage !== undefined)
        issues.push({ field: 'id', message: idMessage });
    const query = decodeParameters(call.parameters, spec, (name) => inQuery && name === 'id');
    if (E.isLeft(query))
        return E.left(invalid([...issues, ...query.left]));
    return issues.length > 0 ? E.left(invalid(issues)) : E.right({ subject, query: query.right });
};
const checkIdParameter = (parameters) => {
    const [id, ...more] = parameters.get('id') ?? [];
    if (id === undefined)
        return 'is required where the path has ~ for it';
    return more.length > 0 ? 'is given more than once' : checkId(id);
};
//# sourceMappingURL=subject-path.js.map