import { randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
const keyBytes = 32;
/**
 * Reads the data folder's redaction key (`redaction.key`: 32 bytes as hex), or makes it (mode 0600). Only the owner of the folder may call it.
 * Throws when the file is there but is no such key: a new key would make equal values look different.
 */
export const loadRedactionKey = (dataDir) => {
    const file = join(dataDir, 'redaction.key');
    return readKey(file) ?? makeKey(file);
};
/** As `loadRedactionKey`, but never writes: undefined where there is none. */
export const readRedactionKey = (dataDir) => readKey(join(dataDir, 'redaction.key'));
/** Decodes a configured key: 64 hex digits. Undefined when it is not one. */
export const parseRedactionKey = (text) => /^[0-9a-f]{64}$/i.test(text) ? Buffer.from(text, 'hex') : undefined;
const readKey = (file) => {
    let text;
    try {
        text = readFileSync(file, 'utf8').trim();
    }
    catch (error) {
        if (error.code === 'ENOENT')
            return undefined;
        throw error;
    }
    const key = parseRedactionKey(text);
    if (key === undefined)
        throw new Error(`${file} is not a redaction key (64 hex digits)`);
    return key;
};
const makeKey = (file) => {
    const key = randomBytes(keyBytes);
    const descriptor = openSync(file, 'wx', 0o600);
    try {
        writeSync(descriptor, `${key.toString('hex')}\n`);
        fsyncSync(descriptor);
    }
    finally {
        closeSync(descriptor);
    }
    return key;
};
//# sourceMappingURL=redaction-key.js.map