/** How the states of one subject type are compared and stored. Paths are JSON Pointers (RFC 6901); a segment `*` stands for any key or index. */
export interface SubjectRules {
    /** Values at these paths are left out of every state before it is compared or stored. */
    readonly ignore?: readonly string[];
    /** Values at these paths are stored as `{ "$redacted": … }`. */
    readonly redact?: readonly string[];
    /** Keys that identify the items of an array of objects, by the array's path (`*` alone for all arrays): `{ "/items": "sku", "*": "id" }`. */
    readonly arrayItemKeys?: Readonly<Record<string, string>>;
}
/** Rules by subject type; `*` applies to types that are not named. */
export type SubjectRulesByType = Readonly<Record<string, SubjectRules>>;
