// The baseline of the endpoint: a grpc-js server that keeps appends in memory, nothing but the protocol. Serves Append and BatchAppend with success for whatever comes, and writes its port
// once it does. It ends when it is killed.
import { writeSync } from 'node:fs'
import { Server, ServerCredentials } from '@grpc/grpc-js'
import type { ServerDuplexStream, ServerReadableStream, sendUnaryData } from '@grpc/grpc-js'
import { newEventOf } from '../../../src/wire/proposed-event.js'
import { handleSupportedMethods } from '../../../src/wire/node-calls.js'
import { empty, featuresServices, shared, streams, streamsServices } from '../../../src/wire/protocol.js'

let stored = 0
const keep = (message: Parameters<typeof newEventOf>[0]): void => {
  newEventOf(message)
  stored += 1
}

const append = (
  call: ServerReadableStream<streams.AppendReq, streams.AppendResp>,
  callback: sendUnaryData<streams.AppendResp>,
): void => {
  call.on('data', (message: streams.AppendReq) => {
    const proposed = message.getProposedMessage()
    if (proposed !== undefined) keep(proposed)
  })
  call.on('end', () => {
    const position = new streams.AppendResp.Position()
      .setCommitPosition(String(stored))
      .setPreparePosition(String(stored))
    const success = new streams.AppendResp.Success().setCurrentRevision(String(stored)).setPosition(position)
    callback(null, new streams.AppendResp().setSuccess(success))
  })
}

const batchAppend = (call: ServerDuplexStream<streams.BatchAppendReq, streams.BatchAppendResp>): void => {
  call.on('data', (message: streams.BatchAppendReq) => {
    message.getProposedMessagesList().forEach(keep)
    if (!message.getIsFinal()) return
    const at = new shared.AllStreamPosition().setCommitPosition(String(stored)).setPreparePosition(String(stored))
    const success = new streams.BatchAppendResp.Success().setCurrentRevision(String(stored)).setPosition(at)
    const answer = new streams.BatchAppendResp().setCorrelationId(message.getCorrelationId()).setSuccess(success)
    answer.setStreamIdentifier(message.getOptions()?.getStreamIdentifier()).setAny(new empty.Empty())
    call.write(answer)
  })
  call.on('end', () => call.end())
  call.on('error', () => undefined)
}

const refuse = (_call: unknown, callback: (error: Error) => void): void => callback(new Error('appends alone'))
const server = new Server({ 'grpc.max_receive_message_length': 17 * 1024 * 1024 })
server.addService(featuresServices.ServerFeaturesService, { getSupportedMethods: handleSupportedMethods })
server.addService(streamsServices.StreamsService, {
  append,
  batchAppend,
  read: refuse,
  delete: refuse,
  tombstone: refuse,
})
server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, port) => {
  if (error !== null) throw error
  writeSync(1, `${port}\n`)
})
