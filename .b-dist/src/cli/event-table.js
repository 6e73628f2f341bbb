import { showParty, showSubject, showTime, showWhat } from './show-values.js';
const when = { title: 'occurred', value: (event) => showTime(event.occurredAt), minWidth: 20 };
const who = { title: 'actor', value: (event) => showParty(event.actor) };
const verb = { title: 'verb', value: (event) => event.verb, minWidth: 12 };
const version = {
    title: 'version',
    value: (event) => (event.version === null ? '' : String(event.version)),
    align: 'right',
};
const channel = { title: 'channel', value: (event) => event.channel ?? '' };
const what = { title: 'what', value: showWhat, minWidth: 12 };
export const activityColumns = [
    when,
    who,
    verb,
    { title: 'subject', value: (event) => showSubject(event.subject), minWidth: 10 },
    version,
    channel,
    what,
];
export const historyColumns = [
    version,
    when,
    who,
    verb,
    what,
    { title: 'reason', value: (event) => event.reason ?? '' },
];
//# sourceMappingURL=event-table.js.map