import * as E from 'fp-ts/lib/Either.js';
import { openEmbeddedLog } from '../adapters/embedded/embedded-log.js';
import { ownFolder } from '../adapters/embedded/folder-owner.js';
import { openSnapshotStore } from '../adapters/embedded/snapshot-store.js';
import { openReadModels } from '../adapters/read-models/open-read-models.js';
import { nodeHash } from '../adapters/system/node-hash.js';
import { loadRedactionKey, parseRedactionKey } from '../adapters/system/redaction-key.js';
import { systemClock } from '../adapters/system/system-clock.js';
import { uuidIds } from '../adapters/system/uuid-ids.js';
import { createOperations } from '../application/create-operations.js';
import { createRouter } from '../http/create-router.js';
import { tenantApi } from './tenant-api.js';
/**
 * Opens a data folder as its owner.
 * Rejects with an AnnalsFailure (`DataFolderInUse`, naming the process) when another one has it, and with an Error when a file is damaged or newer than this version.
 */
export const openAnnals = async (options) => {
    throw new Error(JSON.stringify([options, openEmbeddedLog, ownFolder, openSnapshotStore, openReadModels, nodeHash, loadRedactionKey, parseRedactionKey, systemClock, uuidIds, createOperations, createRouter, tenantApi, E]));
};
//# sourceMappingURL=open-annals.js.map