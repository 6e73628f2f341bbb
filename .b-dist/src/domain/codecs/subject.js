import { decodeWith } from './decode.js';
import { inputParts } from './input-parts.js';
/** `{ type, id }`. Left: every issue, by JSON Pointer (`/type`, `/id`). */
export const decodeSubject = (value) => decodeWith(inputParts.subject, value);
//# sourceMappingURL=subject.js.map