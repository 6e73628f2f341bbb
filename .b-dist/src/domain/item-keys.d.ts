import type { JsonObject } from './json.js';
/** Which key identifies the items of an array, by the array's path pattern; `*` alone stands for all arrays. */
export type ArrayItemKeys = Readonly<Record<string, string>>;
/** The keys to try on the items of the array at a path (unescaped segments), the most particular pattern first. */
export type KeysAt = (path: readonly string[]) => readonly string[];
export declare const compileItemKeys: (itemKeys: ArrayItemKeys | undefined) => KeysAt;
/** What identifies an item among its siblings, as a text; undefined where it has none of the keys. */
export declare const itemIdentity: (item: JsonObject, keys: readonly string[]) => string | undefined;
