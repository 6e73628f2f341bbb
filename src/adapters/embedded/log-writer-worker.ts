import { parentPort, workerData } from 'node:worker_threads'
import { runLogWriter } from './log-writer.js'

// The entry of the log writer's thread.
if (parentPort === null) throw new Error('this module runs in a worker thread')
const { file } = workerData as { readonly file: string }
runLogWriter({ port: parentPort, file })
