import { defineProjection } from '../src/domain/projection.js';
/**
 * The bounds of the histogram of durations, in ms: a row counts the calls that took at most its bound and longer than the one
 * before. The last one has no bound; its row says 2^53 - 1.
 */
export const durationBoundsMs = [
    1,
    2,
    5,
    10,
    25,
    50,
    100,
    250,
    500,
    1_000,
    2_500,
    5_000,
    10_000,
    30_000,
    60_000,
    Number.MAX_SAFE_INTEGER,
];
/** Calls served (`in`) and made (`out`) by service and operation: how many, how many failed, and how long those took that say so. */
export default defineProjection({
    name: 'calls',
    version: 1,
    tables: {
        calls: {
            columns: { direction: 'text', service: 'text', operation: 'text', count: 'integer', errors: 'integer' },
            key: ['direction', 'service', 'operation'],
        },
        durations: {
            columns: { direction: 'text', service: 'text', operation: 'text', atMostMs: 'integer', count: 'integer' },
            key: ['direction', 'service', 'operation', 'atMostMs'],
        },
    },
    apply: (event) => {
        if (event.call === undefined)
            return [];
        const { direction, service, operation, durationMs } = event.call;
        const errors = event.outcome.status === 'failure' ? 1 : 0;
        const operations = [
            { op: 'upsert', table: 'calls', key: { direction, service, operation }, add: { count: 1, errors } },
        ];
        if (durationMs !== undefined) {
            const key = { direction, service, operation, atMostMs: boundOf(durationMs) };
            operations.push({ op: 'upsert', table: 'durations', key, add: { count: 1 } });
        }
        return operations;
    },
});
const boundOf = (durationMs) => durationBoundsMs.find((bound) => durationMs <= bound) ?? Number.MAX_SAFE_INTEGER;
//# sourceMappingURL=calls.js.map