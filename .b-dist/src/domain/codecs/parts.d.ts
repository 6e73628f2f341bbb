import type { Type } from 'io-ts/lib/index.js';
import type { Delta } from '../delta.js';
import type { Call, Change, Context, EntryPoint, Outcome, Party, Subject } from '../event.js';
import type { Json, State } from '../json.js';
/** The scalars and values that an event is made of: within their limits on the way in, of the right type alone on the way out. */
export interface Leaves {
    readonly typeName: Type<string>;
    readonly id: Type<string>;
    readonly text: (maxChars: number) => Type<string>;
    readonly label: (maxChars: number) => Type<string>;
    readonly entryPoint: Type<EntryPoint>;
    readonly statusCode: Type<number>;
    readonly durationMs: Type<number>;
    readonly callValue: Type<Json>;
    readonly state: Type<State>;
    readonly delta: Type<Delta>;
}
export interface Parts {
    readonly subject: Type<Subject>;
    readonly party: Type<Party>;
    readonly outcome: Type<Outcome>;
    readonly context: Type<Context>;
    readonly call: Type<Call>;
    readonly change: Type<Change>;
}
export declare const parts: (leaf: Leaves) => Parts;
