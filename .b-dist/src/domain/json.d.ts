/** Any JSON value (RFC 8259), as `JSON.parse` makes it: keys such as `__proto__` are own properties like any other. */
export type Json = null | boolean | number | string | JsonArray | JsonObject;
export type JsonArray = readonly Json[];
export interface JsonObject {
    readonly [key: string]: Json;
}
/** What a subject can be: any JSON value but null (null says that it is deleted or was never there). */
export type State = Exclude<Json, null>;
export declare const isJsonObject: (value: Json | undefined) => value is JsonObject;
export declare const isJsonArray: (value: Json | undefined) => value is JsonArray;
