/**
 * Reads the data folder's redaction key (`redaction.key`: 32 bytes as hex), or makes it (mode 0600). Only the owner of the folder may call it.
 * Throws when the file is there but is no such key: a new key would make equal values look different.
 */
export declare const loadRedactionKey: (dataDir: string) => Uint8Array;
/** As `loadRedactionKey`, but never writes: undefined where there is none. */
export declare const readRedactionKey: (dataDir: string) => Uint8Array | undefined;
/** Decodes a configured key: 64 hex digits. Undefined when it is not one. */
export declare const parseRedactionKey: (text: string) => Uint8Array | undefined;
