export const packAnswers = (answers) => {
    let size = 0;
    for (const answer of answers)
        size += answer._tag === 'Stored' ? 2 + 2 * answer.streams.length : 1;
    const numbers = new Float64Array(size);
    const errors = [];
    let at = 0;
    for (const answer of answers) {
        if (answer._tag !== 'Stored') {
            numbers[at++] = -1;
            errors.push(answer);
            continue;
        }
        numbers[at++] = answer.position;
        numbers[at++] = answer.streams.length;
        for (const { firstRevision, lastRevision } of answer.streams) {
            numbers[at++] = firstRevision;
            numbers[at++] = lastRevision;
        }
    }
    return { count: answers.length, numbers, errors };
};
export function* unpackAnswers({ count, numbers, errors }) {
    let at = 0;
    let failed = 0;
    const next = () => numbers[at++] ?? 0;
    for (let index = 0; index < count; index += 1) {
        const position = next();
        if (position < 0) {
            yield errors[failed++] ?? { _tag: 'LogUnavailable', reason: 'the writer gave no answer' };
            continue;
        }
        const streams = [];
        for (let left = next(); left > 0; left -= 1)
            streams.push({ firstRevision: next(), lastRevision: next() });
        yield { _tag: 'Stored', position, streams };
    }
}
//# sourceMappingURL=write-answers.js.map