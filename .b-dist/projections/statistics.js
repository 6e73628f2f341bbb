import { defineProjection } from '../src/domain/projection.js';
/** Rollups are kept by quarter-hours of UTC, in ms: the offset of nearly every time zone is a multiple of it. */
export const quarterHourMs = 900_000;
/** What a count is kept by. A field that an event lacks is `''` (no field can be empty), since keys are never null. */
const dimensions = {
    subjectType: 'text',
    actorType: 'text',
    verb: 'text',
    channel: 'text',
    org: 'text',
    outcome: 'text',
    kind: 'text',
};
const rollup = (further, key) => ({
    columns: { bucket: 'integer', ...further, ...dimensions, count: 'integer' },
    key: ['bucket', ...key, ...Object.keys(dimensions)],
});
/**
 * How many events there are, by quarter-hour (`bucket`: its start in ms since the epoch) and all fields with few values; once more with the
 * actor; and the name each actor gave last.
 */
export default defineProjection({
    name: 'statistics',
    version: 1,
    tables: {
        counts: rollup({}, []),
        actor_counts: rollup({ actorId: 'text' }, ['actorId']),
        actors: {
            columns: { actorType: 'text', actorId: 'text', name: 'text' },
            key: ['actorType', 'actorId'],
        },
    },
    apply: (event) => {
        const actorType = event.actor.type;
        const actorId = event.actor.id;
        const bucket = Math.floor(Date.parse(event.occurredAt) / quarterHourMs) * quarterHourMs;
        const subjectType = event.subject.type;
        const channel = event.channel ?? '';
        const org = event.org ?? '';
        const outcome = event.outcome.status;
        const { verb, kind } = event;
        const operations = [
            {
                op: 'upsert',
                table: 'counts',
                key: { bucket, subjectType, actorType, verb, channel, org, outcome, kind },
                add: one,
            },
            {
                op: 'upsert',
                table: 'actor_counts',
                key: { bucket, actorId, subjectType, actorType, verb, channel, org, outcome, kind },
                add: one,
            },
        ];
        if (event.actor.name !== undefined) {
            operations.push({ op: 'upsert', table: 'actors', key: { actorType, actorId }, set: { name: event.actor.name } });
        }
        return operations;
    },
});
const one = { count: 1 };
//# sourceMappingURL=statistics.js.map