const maxLoad = 0.7;
export const occurrences = (initialSlots = 4096) => {
    let slots = initialSlots;
    let used = 0;
    let table = new Uint32Array(slots * 2);
    const again = new Map();
    const slotOf = (high, low) => {
        let slot = (high ^ low) & (slots - 1);
        for (;;) {
            const storedHigh = table[slot * 2] ?? 0;
            const storedLow = table[slot * 2 + 1] ?? 0;
            if (storedHigh === high && storedLow === low)
                return { slot, taken: true };
            if (storedHigh === 0 && storedLow === 0)
                return { slot, taken: false };
            slot = (slot + 1) & (slots - 1);
        }
    };
    const put = (slot, high, low) => {
        table[slot * 2] = high;
        table[slot * 2 + 1] = low;
    };
    const grow = () => {
        const before = table;
        slots *= 2;
        table = new Uint32Array(slots * 2);
        for (let index = 0; index < before.length; index += 2) {
            const high = before[index] ?? 0;
            const low = before[index + 1] ?? 0;
            if (high !== 0 || low !== 0)
                put(slotOf(high, low).slot, high, low);
        }
    };
    return {
        next: (id) => {
            const high = parseInt(id.slice(0, 8), 16);
            // Two zeros say that a slot is free.
            const low = parseInt(id.slice(-8), 16) || 1;
            const { slot, taken } = slotOf(high, low);
            if (taken) {
                const count = again.get(id) ?? 1;
                again.set(id, count + 1);
                return count;
            }
            put(slot, high, low);
            used += 1;
            if (used > slots * maxLoad)
                grow();
            return 0;
        },
    };
};
//# sourceMappingURL=occurrences.js.map