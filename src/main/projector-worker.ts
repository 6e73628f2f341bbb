import { parentPort, workerData } from 'node:worker_threads'
import type { ProjectorWorkerData } from '../adapters/read-models/instances.js'
import { loadProjections } from '../adapters/read-models/load-projections.js'
import { runInstance } from '../adapters/read-models/projector-instance.js'
import type { ProjectorCommand, ProjectorMessage } from '../adapters/read-models/projector-messages.js'
import { builtInProjections } from './built-in-projections.js'
import { openStoreLogReader } from './store-log.js'

/** The projector's thread: one task, ended by the command `stop`, woken by `wake`. */
const run = async ({ dataDir, log: where, task, userProjections }: ProjectorWorkerData): Promise<void> => {
  const controller = new AbortController()
  const listeners = new Set<() => void>()
  const post = (message: ProjectorMessage) => parentPort?.postMessage(message)
  parentPort?.on('message', (command: ProjectorCommand) => {
    if (command === 'stop') controller.abort()
    else for (const listener of listeners) listener()
  })
  try {
    const projections = await loadProjections(builtInProjections, userProjections)
    const log = await openStoreLogReader({
      dataDir,
      log: where,
      wake: (listener) => {
        listeners.add(listener)
        return () => listeners.delete(listener)
      },
    })
    try {
      await runInstance({ dataDir, task, log, projections, signal: controller.signal, post })
    } finally {
      log.close()
    }
  } catch (error) {
    post({ _tag: 'Crashed', reason: error instanceof Error ? error.message : String(error) })
  } finally {
    parentPort?.close()
  }
}

void run(workerData as ProjectorWorkerData)
