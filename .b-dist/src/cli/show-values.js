/** A stored time (UTC with milliseconds), its milliseconds left out where they are zero: it can be typed back in as it is. */
export const showTime = (time) => time.replace('.000Z', 'Z');
export const showSubject = (subject) => `${subject.type}/${subject.id}`;
export const showParty = (party) => party.name === undefined ? `${party.type}/${party.id}` : `${party.type}/${party.id} (${party.name})`;
/** What an event did, in one line. */
export const showWhat = (event) => {
    if (event.outcome.status === 'failure')
        return `failed${event.outcome.error === undefined ? '' : `: ${event.outcome.error.message}`}`;
    if (event.applied === false)
        return 'did not apply; kept';
    if (event.restoredFrom !== undefined)
        return `from version ${event.restoredFrom.version}`;
    if (event.change !== undefined)
        return showChange(event);
    if (event.call !== undefined)
        return [event.call.service, event.call.method, event.call.operation, event.call.statusCode]
            .filter((part) => part !== undefined)
            .join(' ');
    return event.reason ?? '';
};
const showChange = (event) => {
    if (event.change?.kind === 'delete')
        return 'deleted';
    if (event.change?.kind === 'state')
        return event.version === 0 ? 'created' : 'whole state';
    return (event.changedPaths ?? []).map((path) => (path === '' ? '(all)' : path)).join(' ');
};
/** `12.3 MB`, in powers of 1,000. */
export const showBytes = (bytes) => {
    const units = ['bytes', 'kB', 'MB', 'GB', 'TB'];
    let value = bytes;
    let unit = 0;
    while (value >= 1000 && unit < units.length - 1) {
        value /= 1000;
        unit += 1;
    }
    return `${unit === 0 ? value : value.toFixed(1)} ${units[unit] ?? ''}`;
};
/** `12,345`. */
export const showCount = (count) => count.toLocaleString('en-US');
/** `3 s`, `2 min 05 s`, `1 h 04 min`. */
export const showDuration = (seconds) => {
    const whole = Math.round(seconds);
    if (whole < 60)
        return `${whole} s`;
    const two = (value) => String(value).padStart(2, '0');
    if (whole < 3600)
        return `${Math.floor(whole / 60)} min ${two(whole % 60)} s`;
    return `${Math.floor(whole / 3600)} h ${two(Math.floor((whole % 3600) / 60))} min`;
};
//# sourceMappingURL=show-values.js.map