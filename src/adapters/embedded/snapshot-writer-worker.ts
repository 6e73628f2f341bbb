import { parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads'
import type { Snapshot } from '../../ports/snapshot-store.js'
import { createSnapshotWriter, savedAtOnceMax } from './snapshot-writer.js'
import type { ToSnapshotWriter } from './snapshot-writer.js'

// The entry of the thread that writes snapshots.db.
const port = parentPort
if (port === null) throw new Error('this module runs in a worker thread')
const writer = createSnapshotWriter((workerData as { readonly file: string }).file)
let closing = false

port.on('message', (first: ToSnapshotWriter) => {
  let message: ToSnapshotWriter | undefined = first
  let batch: Snapshot[] = []
  const write = (): void => {
    if (batch.length > 0) port.postMessage(writer.write(batch))
    batch = []
  }
  while (message !== undefined) {
    if (message.type === 'close') closing = true
    else batch.push(message.snapshot)
    if (batch.length === savedAtOnceMax) write()
    message = (receiveMessageOnPort(port) as { readonly message: ToSnapshotWriter } | undefined)?.message
  }
  write()
  if (!closing) return
  writer.close()
  port.close()
})
