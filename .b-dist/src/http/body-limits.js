import { limits } from '../domain/limits.js';
const slackBytes = 393_216;
export const defaultBodyLimits = {
    eventsBytes: limits.maxArrayBytes + slackBytes,
    singleBytes: limits.maxEventBytes + slackBytes,
    lineBytes: limits.maxEventBytes + slackBytes,
};
//# sourceMappingURL=body-limits.js.map