import { Type } from 'io-ts/lib/index.js';
/** A Type of one check: `check` answers what is wrong, or undefined. */
export declare const checked: <A>(name: string, check: (value: unknown) => string | undefined) => Type<A>;
export declare const typeName: Type<string, string, unknown>;
export declare const idText: Type<string, string, unknown>;
export declare const tenantName: Type<string, string, unknown>;
export declare const channelName: Type<string, string, unknown>;
export declare const verbName: Type<string, string, unknown>;
/** Text that may be empty. */
export declare const text: (maxChars: number) => Type<string>;
/** Text of at least one character. */
export declare const label: (maxChars: number) => Type<string>;
/** A UUID of any version, in lower case once decoded (RFC 9562 compares them so). */
export declare const uuid: Type<string, string, unknown>;
/** RFC 3339 with offset; kept as it was sent. */
export declare const time: Type<string, string, unknown>;
export declare const integer: (min: number, max: number) => Type<number>;
export declare const numberBetween: (min: number, max: number) => Type<number>;
export declare const boolean: Type<boolean, boolean, unknown>;
export declare const oneOf: <A extends string>(...values: readonly A[]) => Type<A>;
/** Any string, number: what is read back is checked for its shape alone. */
export declare const anyText: Type<string, string, unknown>;
export declare const anyNumber: Type<number, number, unknown>;
