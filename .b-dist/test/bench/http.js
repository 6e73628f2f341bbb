import autocannon from 'autocannon';
import { startAnnals, startServer } from './child-process.js';
import { makeEvents } from './events.js';
import { interleaved, perSecond, rateFigure, withFolder } from './measure.js';
const connections = 64;
/** Requests per second against a server in a process of its own, each request one event; the load comes from this process. */
export const http = {
    run: async (options) => {
        const count = options.quick ? 3_000 : 30_000;
        const lanes = makeEvents({ count: count * 2, lanes: connections, subjectsPerLane: 40, stepMs: 40 });
        const rates = await interleaved(options, options.quick ? 1 : 5, {
            bare: async () => {
                const server = await startServer('./bare-express.js');
                return load(server.url, lanes, count).finally(server.stop);
            },
            annals: () => withFolder(async (folder) => {
                const server = await startAnnals(folder);
                return load(server.url, lanes, count).finally(server.stop);
            }),
        });
        return [
            rateFigure(`POST /v1/events, ${connections} connections`, rates.annals, rates.bare, 0.5, 'Express route that parses the body'),
        ];
    },
};
/** Warms the server up with a tenth of the requests, then measures. Each connection sends its own lane, in its order. */
const load = async (url, lanes, count) => {
    const bodies = lanes.map((events) => events.map((event) => JSON.stringify(event)).values());
    await send(url, bodies, count / 10);
    return perSecond(count, await send(url, bodies, count));
};
/** Answers the time it took, in ms; throws when an answer is not 201. */
const send = async (url, bodies, amount) => {
    let connection = 0;
    const startedAt = performance.now();
    const result = await autocannon({
        url: `${url}/v1/events`,
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        connections,
        amount,
        setupClient: (client) => {
            const lane = bodies[connection++ % connections];
            const next = () => {
                const body = lane?.next();
                if (body?.done === false)
                    client.setBody(body.value);
            };
            next();
            client.on('response', (status) => {
                if (status !== 201)
                    throw new Error(`answered ${status}`);
                next();
            });
        },
    });
    const took = performance.now() - startedAt;
    if (result.errors + result.non2xx > 0)
        throw new Error(`${result.errors} errors, ${result.non2xx} not 2xx`);
    return took;
};
//# sourceMappingURL=http.js.map