import type Database from 'better-sqlite3';
import type { RememberedId } from '../../ports/unchanged-memory.js';
/** How long the id of a request that changed nothing is remembered. */
export declare const rememberedForMs: number;
/** Looks an id up in the file; one that is older than 24 hours is as good as gone. */
export declare const findUnchangedId: (db: Database.Database, now: () => number) => (tenant: string, id: string) => RememberedId | undefined;
