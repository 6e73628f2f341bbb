export const filterFields = [
    'subjectType',
    'subjectId',
    'actorType',
    'actorId',
    'affects',
    'verb',
    'channel',
    'org',
    'outcome',
    'kind',
    'transactionId',
    'path',
];
export const statsFields = ['verb', 'actor', 'channel', 'subjectType', 'outcome'];
export const statsIntervals = ['minute', 'hour', 'day', 'week', 'month'];
//# sourceMappingURL=read-models.js.map