export const systemClock = { now: () => Date.now() };
//# sourceMappingURL=system-clock.js.map