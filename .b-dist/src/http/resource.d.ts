import type { RequestHandler, Router } from 'express';
export interface Methods {
    readonly get?: RequestHandler;
    readonly put?: RequestHandler;
    readonly post?: RequestHandler;
    readonly delete?: RequestHandler;
}
/** Puts a resource at a path: its methods, HEAD where it has GET, OPTIONS, and 405 with Allow for all others. */
export declare const resource: (router: Router, path: string, methods: Methods) => void;
