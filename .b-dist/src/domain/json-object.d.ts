import type { Json, JsonObject } from './json.js';
/** A JSON object under construction. */
export type MutableJsonObject = Record<string, Json>;
/** Own enumerable keys, in the object's order. */
export declare const ownKeys: (object: object) => readonly string[];
/** The value of an own property, undefined where there is none. */
export declare const own: (object: JsonObject, key: string) => Json | undefined;
/** Sets an own property of an object that is still under construction. */
export declare const put: <V>(target: Record<string, V>, key: string, value: V) => void;
/** An object without prototype, so that reading a key it has not finds nothing. A later pair wins over an earlier one. */
export declare const fromPairs: (pairs: Iterable<readonly [string, Json]>) => JsonObject;
/** A copy with `key` set to `value` (at its place if it is there, else last). */
export declare const withKey: (object: JsonObject, key: string, value: Json) => JsonObject;
/** A copy without `key`; the same object where it has no such key. */
export declare const withoutKey: (object: JsonObject, key: string) => JsonObject;
/** A copy without the keys. (`delete` would make it a slow object.) */
export declare const withoutKeys: (object: JsonObject, keys: ReadonlySet<string>) => JsonObject;
