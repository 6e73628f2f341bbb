import type { RemoteOptions } from './remote-request.js';
import type { Writing } from './source.js';
/** The same calls as on a folder, over the HTTP API of a server. */
export declare const openRemote: (options: RemoteOptions) => Writing;
