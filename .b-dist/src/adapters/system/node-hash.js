import { createHmac, hash } from 'node:crypto';
/** @param redactionKey the data folder's secret: at least 32 bytes. */
export const nodeHash = (redactionKey) => ({
    sha256: (text) => hash('sha256', text, 'hex'),
    redactionMac: (text) => createHmac('sha256', redactionKey).update(text, 'utf8').digest('hex'),
});
//# sourceMappingURL=node-hash.js.map