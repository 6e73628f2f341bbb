import type { Response } from 'express';
/** What is needed of a logger; pino's has this shape. Nothing personal is given to it: no ids of records or people, paths, queries, bodies, addresses. */
export interface HttpLogger {
    readonly info: (fields: Readonly<Record<string, unknown>>, message: string) => void;
    readonly error: (fields: Readonly<Record<string, unknown>>, message: string) => void;
}
export declare const silentLogger: HttpLogger;
/** The pattern of the route that took the request, such as `/v1/events/:id`; never the path itself. */
export declare const routePattern: (response: Response) => string;
/** A failure of the server's own. Of what was thrown its name, code and stack frames are told, not its message, which may quote data. */
export declare const logFailure: (logger: HttpLogger, response: Response, failure: string, thrown?: unknown) => void;
