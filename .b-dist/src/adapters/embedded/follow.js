import * as E from 'fp-ts/lib/Either.js';
/**
 * History and what comes live by one query on positions, so that nothing can fall between the two or come twice. A batch is read only
 * when the consumer asks for it. See EventLogReader.follow.
 */
export async function* followLog(source, options) {
    const { signal, maxBatchEvents } = options;
    let { after } = options;
    const bell = createBell();
    const endNews = source.onNews(bell.ring);
    signal.addEventListener('abort', bell.ring);
    const ended = () => signal.aborted;
    let saidCaughtUp = false;
    try {
        while (!ended()) {
            bell.reset();
            const read = source.read(after + 1, maxBatchEvents);
            if (E.isLeft(read))
                throw new Error(`the log cannot be read: ${read.left._tag}`, { cause: read.left });
            const events = read.right;
            const last = events.at(-1);
            if (last !== undefined) {
                after = last.position;
                saidCaughtUp = source.head() <= after;
                yield { events, position: after, caughtUp: saidCaughtUp };
                await nextTurn();
            }
            else if (!saidCaughtUp) {
                saidCaughtUp = true;
                yield { events, position: after, caughtUp: true };
            }
            if (saidCaughtUp && !ended())
                await bell.rung();
        }
    }
    finally {
        endNews();
        signal.removeEventListener('abort', bell.ring);
    }
}
/** A bell that stays rung until it is reset. */
const createBell = () => {
    let isRung = false;
    let wake;
    return {
        ring: () => {
            isRung = true;
            wake?.();
        },
        reset: () => {
            isRung = false;
        },
        rung: () => isRung
            ? Promise.resolve()
            : new Promise((resolve) => {
                wake = resolve;
            }),
    };
};
// Between two batches everybody else on this thread gets a turn, however quick the consumer is.
const nextTurn = () => new Promise((resolve) => setImmediate(resolve));
//# sourceMappingURL=follow.js.map