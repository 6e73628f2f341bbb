import { Worker } from 'node:worker_threads'
import type { Projection } from '../../domain/projection.js'
import type { EventLogReader } from '../../ports/event-log.js'
import { loadProjections } from './load-projections.js'
import { runInstance } from './projector-instance.js'
import type { ProjectorCommand, ProjectorMessage, ProjectorTask } from './projector-messages.js'

/** A projector at work on one file, in a thread of its own or not. */
export interface Instance {
  readonly wake: () => void
  /** Ends after the present transaction, and resolves once its files are closed. */
  readonly stop: () => Promise<void>
}

export type StartInstance = (task: ProjectorTask, onMessage: (message: ProjectorMessage) => void) => Instance

type LogReader = EventLogReader & { readonly close: () => void | Promise<void> }
export type OpenLogReader = () => LogReader | Promise<LogReader>

/** What the module of a projector's thread finds as its `workerData`. */
export interface ProjectorWorkerData {
  readonly dataDir: string
  readonly log: string | undefined
  readonly task: ProjectorTask
  readonly userProjections: readonly string[]
}

export const workerInstances =
  (module: URL, common: Omit<ProjectorWorkerData, 'task'>): StartInstance =>
  (task, onMessage) => {
    const worker = new Worker(module, { workerData: { ...common, task } satisfies ProjectorWorkerData })
    let [ended, stopping] = [false, false]
    const exited = new Promise<void>((resolve) => {
      worker.once('exit', () => {
        if (!ended && !stopping) onMessage({ _tag: 'Crashed', reason: 'the thread has ended' })
        ended = true
        resolve()
      })
    })
    worker.on('message', (message: ProjectorMessage) => {
      ended ||= message._tag === 'Crashed' || message._tag === 'Unusable'
      onMessage(message)
    })
    worker.on('error', (error) => {
      if (!ended && !stopping) onMessage({ _tag: 'Crashed', reason: error.message })
      ended = true
    })
    const send = (command: ProjectorCommand) => worker.postMessage(command)
    return {
      wake: () => send('wake'),
      stop: () => {
        stopping = true
        send('stop')
        return exited
      },
    }
  }

export const inThreadInstances =
  (options: {
    readonly dataDir: string
    readonly builtIn: readonly Projection[]
    readonly userProjections: readonly string[]
    readonly openLogReader: OpenLogReader
  }): StartInstance =>
  (task, onMessage) => {
    const controller = new AbortController()
    const run = async (): Promise<void> => {
      const log = await options.openLogReader()
      try {
        const projections = await loadProjections(options.builtIn, options.userProjections)
        const { signal } = controller
        await runInstance({ dataDir: options.dataDir, task, log, projections, signal, post: onMessage })
      } catch (error) {
        onMessage({ _tag: 'Crashed', reason: (error as Error).message })
      } finally {
        await log.close()
      }
    }
    const done = run()
    return {
      wake: () => undefined,
      stop: () => {
        controller.abort()
        return done
      },
    }
  }
