import { createHmac, hash } from 'node:crypto'
import type { Hash } from '../../ports/hash.js'

/** @param redactionKey the data folder's secret: at least 32 bytes. */
export const nodeHash = (redactionKey: Uint8Array): Hash => ({
  sha256: (text) => hash('sha256', text, 'hex'),
  redactionMac: (text) => createHmac('sha256', redactionKey).update(text, 'utf8').digest('hex'),
})
