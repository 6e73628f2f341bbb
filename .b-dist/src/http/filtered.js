import * as E from 'fp-ts/lib/Either.js';
import { decodeFields, isFilterParameter } from './event-filter.js';
import { decodeParameters, optional, present, time } from './parameters.js';
const period = { since: optional(time), until: optional(time) };
/** The filter that feed and statistics share, and the route's own parameters. Every issue of both is named. */
export const decodeFiltered = (call, spec) => {
    const fields = decodeFields(call.parameters);
    const times = decodeParameters(call.parameters, period, () => true);
    const query = decodeParameters(call.parameters, spec, (name) => isFilterParameter(name) || Object.hasOwn(period, name));
    if (E.isRight(fields) && E.isRight(times) && E.isRight(query)) {
        const filter = { tenant: call.tenant, fields: fields.right, ...present(times.right) };
        return E.right({ filter, query: query.right });
    }
    return E.left([fields, times, query].flatMap((part) => (E.isLeft(part) ? part.left : [])));
};
//# sourceMappingURL=filtered.js.map