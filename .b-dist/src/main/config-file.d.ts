import type { ConfigSources } from './config.js';
/**
 * Reads the configuration file: the one that was named, or `annals.config.json` in the working directory where there is one. Paths in it are
 * taken from the file's own folder.
 */
export declare const readConfigFile: (named: string | undefined) => ConfigSources["file"];
