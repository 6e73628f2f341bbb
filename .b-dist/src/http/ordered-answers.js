const chunkChars = 65_536;
export const orderedAnswers = (target, bounds) => {
    const places = [];
    let head = 0;
    let bytes = 0;
    let scheduled = false;
    let gone = false;
    let wake;
    target.once('close', () => {
        gone = true;
        wake?.();
    });
    target.on('error', () => (gone = true));
    const write = () => {
        scheduled = false;
        if (gone || target.destroyed)
            return;
        let chunk = '';
        for (let place = places[head]; place?.filled === true; place = places[++head]) {
            bytes -= place.bytes;
            if (place.text !== undefined)
                chunk += place.text;
            if (chunk.length >= chunkChars) {
                target.write(chunk);
                chunk = '';
            }
        }
        if (chunk !== '')
            target.write(chunk);
        places.splice(0, head);
        head = 0;
        wake?.();
    };
    const until = async (reached) => {
        while (!gone && !reached())
            await new Promise((resolve) => (wake = resolve));
        wake = undefined;
    };
    /** A reader that takes its time is waited for as long as it takes anything at all. */
    const drained = async () => {
        let unread = target.writableLength;
        const look = () => {
            if (target.writableLength === unread)
                target.destroy();
            unread = target.writableLength;
        };
        const onDrain = () => wake?.();
        const timer = setInterval(look, bounds.stalledMs);
        target.on('drain', onDrain);
        await until(() => target.writableLength < bounds.unreadBytes);
        target.removeListener('drain', onDrain);
        clearInterval(timer);
    };
    return {
        place: (placeBytes) => {
            const place = { bytes: placeBytes, filled: false, text: undefined };
            places.push(place);
            bytes += placeBytes;
            return place;
        },
        fill: (place, text) => {
            place.filled = true;
            place.text = text;
            if (scheduled || places[0] !== place)
                return;
            scheduled = true;
            setImmediate(write);
        },
        room: async () => {
            if (places.length >= bounds.places || bytes >= bounds.placeBytes) {
                await until(() => places.length < bounds.places && bytes < bounds.placeBytes);
            }
            if (target.writableLength >= bounds.unreadBytes)
                await drained();
        },
        settled: () => until(() => places.length === 0),
        isGone: () => gone,
    };
};
//# sourceMappingURL=ordered-answers.js.map