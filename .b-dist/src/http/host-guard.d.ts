import type { RequestHandler } from 'express';
/** The names that a machine has for itself. */
export declare const loopbackHosts: readonly ["localhost", "127.0.0.1", "[::1]"];
/**
 * Refuses requests whose `Host` is none of these names, whatever the port (421), and those that a page of another origin sends (403): a name
 * that an attacker lets resolve to this machine (DNS rebinding), or a form on their page, reaches a server that listens on loopback alone. `*` allows every host.
 */
export declare const hostGuard: (allowedHosts: readonly string[]) => RequestHandler;
