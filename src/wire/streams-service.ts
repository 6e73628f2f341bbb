import { Buffer } from 'node:buffer'
import { streamsServices } from './protocol.js'
import type { streams } from './protocol.js'

/** An answer that is encoded already, or one of the client's own classes, which take longer. */
export type ReadAnswer = Buffer | streams.ReadResp
export type BatchAppendAnswer = Buffer | streams.BatchAppendResp

const encoded = (answer: Buffer | { readonly serializeBinary: () => Uint8Array }): Buffer =>
  Buffer.isBuffer(answer) ? answer : Buffer.from(answer.serializeBinary())

const { StreamsService } = streamsServices

/** The client's definition of the service, except that streams of answers may be encoded by us. */
export const streamsService = {
  ...StreamsService,
  read: { ...StreamsService.read, responseSerialize: encoded },
  batchAppend: { ...StreamsService.batchAppend, responseSerialize: encoded },
}
