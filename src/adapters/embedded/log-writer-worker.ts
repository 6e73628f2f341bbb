import { parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads'
import { createBatchWriter } from './batch-writer.js'
import { openLogCore } from './log-core.js'
import type { FromWriter, ToWriter } from './writer-link.js'

// The entry of the thread that holds the only write handle. It answers in the order in which it was asked.
const port = parentPort
if (port === null) throw new Error('this module runs in a worker thread')
const { file } = workerData as { readonly file: string }
const send = (message: FromWriter): void => {
  port.postMessage(message)
}

const core = openLogCore({ file, now: Date.now })
const writer = createBatchWriter(core, (answers) => {
  send({ type: 'answers', answers, ...(core.trouble() === undefined ? {} : { trouble: core.trouble() }) })
})

let closing = false
const more = (): ArrayBuffer | undefined => {
  const message = (receiveMessageOnPort(port) as { readonly message: ToWriter } | undefined)?.message
  if (message?.type === 'close') closing = true
  return message?.type === 'write' ? message.packed : undefined
}
const close = (): void => {
  core.close()
  port.close()
}

port.on('message', (message: ToWriter) => {
  if (message.type === 'write') writer.write(message.packed, more)
  if (closing || message.type === 'close') close()
})
send({ type: 'ready', logId: core.logId, position: core.position() })
