import type { Party, Subject } from '../domain/event.js';
import type { Json } from '../domain/json.js';
/** `type/id`, split at the first slash: `http/a/b` is the id `a/b` of the type `http`. */
export declare const parseSubject: (text: string, field?: string) => Subject;
export declare const parseParty: (text: string, field: string, name?: string) => Party;
export declare const parseInteger: (text: string, field: string, minimum: number, maximum: number) => number;
/** A time in ms since the epoch. */
export declare const parseTimeOption: (text: string, field: string) => number;
export declare const parseJson: (text: string, field: string) => Json;
export declare const parseChoice: <Choice extends string>(text: string, field: string, choices: readonly Choice[]) => Choice;
/** `90d`, `12h`, `30m`, `45s`, `2w`: in ms. */
export declare const parseDuration: (text: string, field: string) => number;
