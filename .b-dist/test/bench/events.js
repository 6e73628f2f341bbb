import { seededRandom, uuidAt } from './random.js';
const firstAt = Date.UTC(2026, 0, 5, 8);
const types = ['order', 'invoice', 'post', 'customer'];
const channels = ['web', 'billing', 'bulk', 'mobile', 'backoffice', 'partner'];
const statuses = ['open', 'paid', 'packed', 'sent', 'returned', 'closed'];
const operations = ['GET /orders/:id', 'POST /orders/:id/notify', 'GET /invoices/:id/pdf', 'GET /search'];
const names = ['Ada Lovelace', 'Grace Hopper', 'Alan Turing', 'Edsger Dijkstra', 'Barbara Liskov'];
/**
 * Events as an application's SDK would send them, about 300 bytes of JSON each: half are changes of many subjects (a creation, then
 * patches), half are activities; every one has its id. The same options give the same events.
 */
export const makeEvents = (options) => {
    const makers = Array.from({ length: options.lanes }, (_, lane) => eventMaker(lane, options));
    const lanes = makers.map(() => []);
    for (let index = 0; index < options.count; index += 1) {
        const lane = index % options.lanes;
        const event = makers[lane]?.(firstAt + index * options.stepMs);
        if (event !== undefined)
            lanes[lane]?.push(event);
    }
    return lanes;
};
/** A stream of such events without end, for one emitter. */
export const eventMaker = (lane, { subjectsPerLane, seed = 1 }) => {
    const random = seededRandom(seed * 7_919 + lane);
    const pick = (values) => values[Math.floor(random() * values.length)];
    const states = new Map();
    let transactionId;
    return (at) => {
        const subjectNumber = Math.floor(random() * subjectsPerLane);
        const subject = { type: pick4(types, subjectNumber), id: `${lane}-${100_000 + subjectNumber}` };
        const actorNumber = Math.floor(random() ** 2 * 2_000);
        if (random() < 0.25)
            transactionId = random() < 0.5 ? undefined : uuidAt(at, random);
        const common = {
            id: uuidAt(at, random),
            subject,
            actor: { type: 'user', id: `u-${actorNumber}`, name: pick4(names, actorNumber) },
            channel: pick(channels),
            occurredAt: new Date(at).toISOString(),
            ...(transactionId === undefined ? {} : { transactionId }),
        };
        return random() < 0.5 ? activity(common, random, pick) : change(common, states, subjectNumber, random, pick);
    };
};
const pick4 = (values, index) => values[index % values.length];
const change = (common, states, subjectNumber, random, pick) => {
    const before = states.get(subjectNumber);
    const total = Math.floor(random() * 1_000_000) / 100;
    if (before === undefined) {
        const customer = { id: `c-${Math.floor(random() * 10_000)}`, city: 'Rotterdam' };
        const state = { status: 'open', total, items: 1, note: 'as agreed by telephone', customer };
        states.set(subjectNumber, state);
        return { ...common, change: { kind: 'state', state: state } };
    }
    const items = before.items + 1;
    const status = pick(statuses.filter((value) => value !== before.status));
    states.set(subjectNumber, { ...before, status, items });
    const delta = { status: [before.status, status], items: [before.items, items] };
    return { ...common, change: { kind: 'patch', delta } };
};
const activity = (common, random, pick) => ({
    ...common,
    verb: `${common.subject.type}.viewed`,
    call: {
        direction: 'in',
        service: 'shop',
        operation: pick(operations),
        method: 'GET',
        statusCode: 200,
        durationMs: Math.floor(random() * 400),
    },
});
//# sourceMappingURL=events.js.map