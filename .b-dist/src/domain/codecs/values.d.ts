import { Type } from 'io-ts/lib/index.js';
import type { Delta } from '../delta.js';
import type { Json, State } from '../json.js';
/** The limits of a subject's state. */
export declare const stateLimits: {
    maxBytes: 262144;
    allowNul: boolean;
    maxDepth: 64;
    maxNodes: 20000;
    refuseRedacted: boolean;
};
/** What an emitter attaches as `data`: any JSON value within the limits. */
export declare const dataValue: Type<Json, Json, unknown>;
/** Parameters and the result of a call. */
export declare const callValue: Type<Json, Json, unknown>;
/** A state, which is never null; `hint` says what null might have meant. */
export declare const stateValue: (hint: string) => Type<State>;
/** A state, or null for a deleted one. */
export declare const stateOrNull: Type<State | null>;
/** A delta that an emitter sends. */
export declare const deltaValue: Type<Delta, Delta, unknown>;
/** A delta that is read back: JSON already. */
export declare const storedDelta: Type<Delta, Delta, unknown>;
