import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, statSync, writeSync, } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { dirname } from 'node:path';
import { checkId, checkTenant, checkType } from '../../domain/names.js';
import { permissions } from '../../ports/authorize.js';
/** The tokens of a file; none where there is no file. Throws where it is not such a file. */
export const readTokenFile = (file) => {
    let text;
    try {
        text = readFileSync(file, 'utf8');
    }
    catch (error) {
        if (error.code === 'ENOENT')
            return [];
        throw error;
    }
    const records = decodeFile(text);
    if (records === undefined)
        throw new Error(`${file} is damaged, or was written by a newer version: no token is taken`);
    return records;
};
const decodeFile = (text) => {
    let value;
    try {
        value = JSON.parse(text);
    }
    catch {
        return undefined;
    }
    if (!isObject(value) || value['annals'] !== 1 || !Array.isArray(value['tokens']))
        return undefined;
    const records = value['tokens'];
    return records.every(isRecord) ? records : undefined;
};
const isObject = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);
const isTime = (value) => typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(value);
const isRecord = (value) => isObject(value) &&
    typeof value['id'] === 'string' &&
    typeof value['name'] === 'string' &&
    typeof value['sha256'] === 'string' &&
    /^[0-9a-f]{64}$/.test(value['sha256']) &&
    typeof value['tenant'] === 'string' &&
    checkTenant(value['tenant']) === undefined &&
    Array.isArray(value['can']) &&
    value['can'].every((each) => permissions.includes(each)) &&
    (value['actor'] === undefined || isParty(value['actor'])) &&
    isTime(value['createdAt']) &&
    (value['expiresAt'] === undefined || isTime(value['expiresAt']));
const isParty = (value) => isObject(value) &&
    typeof value['type'] === 'string' &&
    checkType(value['type']) === undefined &&
    typeof value['id'] === 'string' &&
    checkId(value['id']) === undefined &&
    (value['name'] === undefined || typeof value['name'] === 'string');
/**
 * Replaces the file by what `change` makes of its tokens (mode 0600, on disk before it takes the old one's place). Processes that
 * do so at the same time take turns.
 */
export const updateTokenFile = async (file, change) => {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    const release = await takeTurn(`${file}.lock`);
    try {
        const before = readTokenFile(file);
        const after = change(before);
        if (after !== before)
            replaceFile(file, `${JSON.stringify({ annals: 1, tokens: after }, null, 2)}\n`);
    }
    finally {
        release();
    }
};
const replaceFile = (file, text) => {
    const fresh = `${file}.${randomBytes(6).toString('hex')}.new`;
    try {
        const descriptor = openSync(fresh, 'wx', 0o600);
        try {
            writeSync(descriptor, text);
            fsyncSync(descriptor);
        }
        finally {
            closeSync(descriptor);
        }
        renameSync(fresh, file);
    }
    catch (error) {
        rmSync(fresh, { force: true });
        throw error;
    }
    const folder = openSync(dirname(file), 'r');
    try {
        fsyncSync(folder);
    }
    finally {
        closeSync(folder);
    }
};
const retryEveryMs = 20;
const waitAtMostMs = 5_000;
/** A turn takes milliseconds: a lock this old was left behind by a process that was killed. */
const staleAfterMs = 3_000;
const takeTurn = async (lock) => {
    const giveUpAt = Date.now() + waitAtMostMs;
    for (;;) {
        try {
            closeSync(openSync(lock, 'wx', 0o600));
            return () => rmSync(lock, { force: true });
        }
        catch (error) {
            if (error.code !== 'EEXIST')
                throw error;
        }
        const stat = statSync(lock, { throwIfNoEntry: false });
        if (stat !== undefined && Date.now() - stat.mtimeMs > staleAfterMs)
            rmSync(lock, { force: true });
        else if (Date.now() > giveUpAt)
            throw new Error(`${lock} is held by another process`);
        else
            await new Promise((resolve) => setTimeout(resolve, retryEveryMs));
    }
};
//# sourceMappingURL=token-records.js.map