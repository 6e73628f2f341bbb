// The log writer's thread with a fault: it ends, instead of writing it, at the first message that holds an event of type `die.now`.
import { parentPort, workerData } from 'node:worker_threads'
import { runLogWriter } from '../../src/adapters/embedded/log-writer.js'
import type { WriterThreadData } from '../../src/adapters/embedded/writer-thread.js'

if (parentPort === null) throw new Error('this module runs in a worker thread')
runLogWriter({
  port: parentPort,
  ...(workerData as WriterThreadData),
  onMessage: (message) => {
    if (message.type === 'write' && Buffer.from(message.packed).includes('die.now')) process.exit(1)
  },
})
