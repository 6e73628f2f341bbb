import { decodeWith } from './decode.js';
import { commonFields, inputParts } from './input-parts.js';
import { oneOf } from './scalars.js';
import { strict } from './strict.js';
import { stateOrNull } from './values.js';
const recordStateInput = strict('RecordStateInput', { actor: inputParts.party, state: stateOrNull }, { ...commonFields, onMismatch: oneOf('reject', 'keep') });
/** "This is its state now": checked whole. Left: every issue, by JSON Pointer. */
export const decodeRecordStateInput = (value) => decodeWith(recordStateInput, value);
//# sourceMappingURL=record-state-input.js.map