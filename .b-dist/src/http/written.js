import { json } from './answer.js';
/** Whether something was stored by this request: 201 where it was, 200 where it had been stored before or nothing changed. */
const isNew = (written) => !('changed' in written) && !written.duplicate;
export const writtenAnswer = (written) => json(isNew(written) ? 201 : 200, written);
export const manyWrittenAnswer = (items) => json(items.some(isNew) ? 201 : 200, { items });
//# sourceMappingURL=written.js.map