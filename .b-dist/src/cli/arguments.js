import { checkId, checkType } from '../domain/names.js';
import { parseTime } from '../domain/time.js';
import { badInput } from './failure.js';
/** `type/id`, split at the first slash: `http/a/b` is the id `a/b` of the type `http`. */
export const parseSubject = (text, field = 'subject') => parsePair(text, field, 'post/42');
export const parseParty = (text, field, name) => {
    const { type, id } = parsePair(text, field, 'user/u-7');
    return name === undefined ? { type, id } : { type, id, name };
};
const parsePair = (text, field, example) => {
    const slash = text.indexOf('/');
    if (slash < 1)
        return badInput(field, `must be type/id, e.g. ${example}; got ${JSON.stringify(text)}`);
    const type = text.slice(0, slash);
    const id = text.slice(slash + 1);
    const wrongType = checkType(type);
    if (wrongType !== undefined)
        return badInput(field, `the type (before the first slash) ${wrongType}`);
    const wrongId = checkId(id);
    return wrongId === undefined ? { type, id } : badInput(field, `the id (behind the first slash) ${wrongId}`);
};
export const parseInteger = (text, field, minimum, maximum) => {
    const value = /^-?\d{1,16}$/.test(text) ? Number(text) : Number.NaN;
    return value >= minimum && value <= maximum
        ? value
        : badInput(field, `must be an integer from ${minimum} to ${maximum}; got ${JSON.stringify(text)}`);
};
/** A time in ms since the epoch. */
export const parseTimeOption = (text, field) => parseTime(text) ??
    badInput(field, `must be an RFC 3339 time with offset, e.g. 2026-11-23T03:14:00Z; got ${JSON.stringify(text)}`);
export const parseJson = (text, field) => {
    try {
        return JSON.parse(text);
    }
    catch (error) {
        return badInput(field, `must be JSON: ${error.message}`);
    }
};
export const parseChoice = (text, field, choices) => choices.find((choice) => choice === text) ??
    badInput(field, `must be one of ${choices.join(', ')}; got ${JSON.stringify(text)}`);
const durationUnitsMs = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };
/** `90d`, `12h`, `30m`, `45s`, `2w`: in ms. */
export const parseDuration = (text, field) => {
    const match = /^(\d{1,6})([smhdw])$/.exec(text);
    const amount = Number(match?.[1]);
    const unit = match?.[2];
    return unit === undefined || amount === 0
        ? badInput(field, `must be a duration such as 90d, 12h or 30m; got ${JSON.stringify(text)}`)
        : amount * durationUnitsMs[unit];
};
//# sourceMappingURL=arguments.js.map