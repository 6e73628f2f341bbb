import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { CommandFailure, badInput, exitCodes } from '../cli/failure.js';
const defaultFile = 'annals.config.json';
/**
 * Reads the configuration file: the one that was named, or `annals.config.json` in the working directory where there is one. Paths in it are
 * taken from the file's own folder.
 */
export const readConfigFile = (named) => {
    const name = named ?? defaultFile;
    let text;
    try {
        text = readFileSync(name, 'utf8');
    }
    catch (error) {
        const { code, message } = error;
        if (code === 'ENOENT' && named === undefined)
            return undefined;
        throw new CommandFailure(`--config: cannot read ${name}: ${code ?? message}`, exitCodes.badInput);
    }
    let value;
    try {
        value = JSON.parse(text);
    }
    catch (error) {
        return badInput(name, `is not JSON: ${error.message}`);
    }
    return { name, value: withResolvedPaths(value, dirname(resolve(name))) };
};
const withResolvedPaths = (value, folder) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value))
        return value;
    // By entries, so that a key such as __proto__ stays one and is refused like any unknown key.
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [
        key,
        (key === 'dataDir' || key === 'projections') && typeof each === 'string' && each !== ''
            ? resolve(folder, each)
            : each,
    ]));
};
//# sourceMappingURL=config-file.js.map