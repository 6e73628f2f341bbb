import type { RequestListener, Server } from 'node:http';
/** A server that is not listening yet. A request may take as long as it keeps sending or taking bytes, so that bulk bodies have no end. */
export declare const createHttpServer: (listener: RequestListener) => Server;
/**
 * Closes a server: takes no new connections, lets requests that are running finish, closes connections as they fall idle. What is still running
 * after `timeoutMs` is cut off. Resolves once all connections are closed: true where none was cut off.
 */
export declare const closeServer: (server: Server, timeoutMs: number) => Promise<boolean>;
