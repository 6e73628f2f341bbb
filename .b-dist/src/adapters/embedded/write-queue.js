import * as E from 'fp-ts/lib/Either.js';
import { unpackAnswers } from './write-answers.js';
import { packRequests } from './write-request.js';
export const createWriteQueue = (bounds, link, onStored) => {
    let gathered = [];
    // The oldest first; what lies before `head` is answered. It is cut off now and then, so that taking from the front costs nothing.
    let sent = [];
    let head = 0;
    let events = 0;
    let bytes = 0;
    let closed = false;
    let drained;
    const settle = (pending, answer) => {
        events -= pending.events;
        bytes -= pending.bytes;
        pending.resolve(answer);
        if (events === 0)
            drained?.();
    };
    const flush = () => {
        if (gathered.length === 0)
            return;
        const turn = gathered;
        gathered = [];
        for (const pending of turn)
            sent.push(pending);
        const refused = link().post(packRequests(turn.map(({ request }) => request)));
        if (refused === undefined)
            return;
        sent.length -= turn.length;
        for (const pending of turn)
            settle(pending, unavailable(refused));
    };
    const overfull = (size) => {
        if (closed)
            return { _tag: 'LogUnavailable', reason: 'the log is closed' };
        // An empty queue takes whatever may be appended at all.
        if (events === 0)
            return undefined;
        if (events + size.events > bounds.maxQueuedEvents)
            return { _tag: 'QueueFull', limit: bounds.maxQueuedEvents };
        return bytes + size.bytes > bounds.maxQueuedBytes ? { _tag: 'QueueFull', limit: bounds.maxQueuedBytes } : undefined;
    };
    return {
        submit: (request, size) => {
            const refused = overfull(size);
            if (refused !== undefined)
                return Promise.resolve(E.left(refused));
            events += size.events;
            bytes += size.bytes;
            return new Promise((resolve) => {
                if (gathered.push({ request, ...size, resolve }) === 1)
                    setImmediate(flush);
            });
        },
        answered: (message) => {
            let position = -1;
            for (const answer of unpackAnswers(message)) {
                const pending = sent[head++];
                if (pending === undefined)
                    throw new Error('the log writer answered what it was not asked');
                if (answer._tag === 'Stored' && pending.request.kind !== 'remember')
                    position = answer.position;
                settle(pending, answer._tag === 'Stored' ? E.right(answer) : E.left(answer));
            }
            if (head * 2 > sent.length) {
                sent = sent.slice(head);
                head = 0;
            }
            if (position >= 0)
                onStored(position);
        },
        failSent: (reason) => {
            const lost = sent.slice(head);
            sent = [];
            head = 0;
            for (const pending of lost)
                settle(pending, unavailable(reason));
        },
        drain: async () => {
            closed = true;
            flush();
            if (events === 0)
                return;
            await new Promise((resolve) => {
                drained = resolve;
            });
        },
        queued: () => ({ events, bytes }),
    };
};
const unavailable = (reason) => E.left({ _tag: 'LogUnavailable', reason });
//# sourceMappingURL=write-queue.js.map