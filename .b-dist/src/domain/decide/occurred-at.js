import { left, right } from 'fp-ts/lib/Either.js';
import { invalidInput } from '../errors.js';
import { limits } from '../limits.js';
import { parseTime } from '../time.js';
/** When it happened, in ms since the epoch: as given, else now. InvalidInput where that lies more than five minutes ahead of the clock. */
export const occurredAtOf = (given, now) => {
    if (given === undefined)
        return right(now);
    const ms = parseTime(given);
    if (ms === undefined)
        return left(invalidInput('/occurredAt', 'must be an RFC 3339 time with offset'));
    return ms > now + limits.maxFutureMs
        ? left(invalidInput('/occurredAt', `must be at most ${limits.maxFutureMs / 60_000} minutes ahead of the server's clock`))
        : right(ms);
};
//# sourceMappingURL=occurred-at.js.map