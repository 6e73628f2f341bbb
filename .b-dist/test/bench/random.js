/** Numbers in [0, 1) that are the same in every run (mulberry32, by Tommy Ettinger, public domain). */
export const seededRandom = (seed) => {
    let state = seed >>> 0;
    return () => {
        state = (state + 0x6d2b79f5) >>> 0;
        let mixed = Math.imul(state ^ (state >>> 15), state | 1);
        mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
        return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
    };
};
/** A UUIDv7 (RFC 9562) of a time in ms since the epoch. */
export const uuidAt = (ms, random) => {
    const time = Math.floor(ms).toString(16).padStart(12, '0');
    const tail = hex(random, 8) + hex(random, 8);
    return `${time.slice(0, 8)}-${time.slice(8)}-7${tail.slice(0, 3)}-a${tail.slice(3, 6)}-${tail.slice(4, 16)}`;
};
const hex = (random, digits) => Math.floor(random() * 16 ** digits)
    .toString(16)
    .padStart(digits, '0');
//# sourceMappingURL=random.js.map