import { Worker } from 'node:worker_threads'
import type { Snapshot } from '../../ports/snapshot-store.js'
import { builtModule } from '../system/built-module.js'
import { createSnapshotWriter } from './snapshot-writer.js'
import type { FromSnapshotWriter, ToSnapshotWriter } from './snapshot-writer.js'

/** The snapshot writer as the main thread sees it. */
export interface SnapshotLink {
  readonly save: (snapshot: Snapshot) => void
  /** Resolves once all that was given to it is written. */
  readonly close: () => Promise<void>
}
export type OnSaved = (message: FromSnapshotWriter) => void

/** A thread of its own: a slow disk under the snapshots is to delay nobody's append. A thread that dies has damaged the file, for all one knows. */
export const snapshotThread = (file: string, onSaved: OnSaved): SnapshotLink => {
  const worker = new Worker(builtModule(import.meta.url, './snapshot-writer-worker.js'), {
    workerData: { file },
    name: 'annals-snapshot-writer',
    execArgv: [],
  })
  let closing = false
  worker.on('message', onSaved)
  worker.on('error', () => {
    onSaved({ done: 0, damaged: true })
  })
  const ended = new Promise<void>((resolve) =>
    worker.once('exit', () => {
      resolve()
    }),
  )
  return {
    save: (snapshot) => {
      worker.postMessage({ type: 'save', snapshot } satisfies ToSnapshotWriter)
    },
    close: () => {
      if (!closing) worker.postMessage({ type: 'close' } satisfies ToSnapshotWriter)
      closing = true
      return ended
    },
  }
}

/** On the calling thread, for tests and short-lived programs. */
export const snapshotInThread = (file: string, onSaved: OnSaved): SnapshotLink => {
  const writer = createSnapshotWriter(file)
  return {
    save: (snapshot) => {
      onSaved(writer.write([snapshot]))
    },
    close: () => {
      writer.close()
      return Promise.resolve()
    },
  }
}
