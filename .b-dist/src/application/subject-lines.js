export const subjectLines = () => {
    const tails = new Map();
    const run = async (keys, job) => {
        if (keys.length === 0)
            return job(nothing);
        let open = nothing;
        const mine = new Promise((resolve) => (open = resolve));
        const before = [];
        for (const key of keys) {
            const tail = tails.get(key);
            if (tail !== undefined)
                before.push(tail);
            tails.set(key, mine);
        }
        const release = () => {
            for (const key of keys)
                if (tails.get(key) === mine)
                    tails.delete(key);
            open();
        };
        try {
            if (before.length === 1)
                await before[0];
            else if (before.length > 1)
                await Promise.all(before);
            return await job(release);
        }
        finally {
            release();
        }
    };
    return { run };
};
const nothing = () => undefined;
//# sourceMappingURL=subject-lines.js.map