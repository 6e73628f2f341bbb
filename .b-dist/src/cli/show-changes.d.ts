import type { ValueChange } from '../domain/delta.js';
import type { Output } from './environment.js';
/** One line a change: `~ /title  "Old" → "New"`, `+ /tags/2  "x"`, `- /draft  true`, `> /items/0  moved from /items/2`. */
export declare const showChanges: (output: Pick<Output, "color" | "columns">, changes: readonly ValueChange[]) => string;
