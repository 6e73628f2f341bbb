import { parentPort, workerData } from 'node:worker_threads'
import { runLogWriter } from './log-writer.js'
import type { WriterThreadData } from './writer-thread.js'

// The entry of the log writer's thread.
if (parentPort === null) throw new Error('this module runs in a worker thread')
runLogWriter({ port: parentPort, ...(workerData as WriterThreadData) })
