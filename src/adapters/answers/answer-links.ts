import { Worker } from 'node:worker_threads'
import { builtModule } from '../system/built-module.js'
import type { AnswerWorkerData, FromAnswerWriter, ToAnswerWriter } from './answer-writer-worker.js'
import type { AnswerEntry } from './answer-writer.js'
import { createAnswerWriter } from './answer-writer.js'

/** The writer of answers.db as the main thread sees it. */
export interface AnswerLink {
  /** Resolves once it is written; rejects where it could not be. */
  readonly write: (entry: AnswerEntry) => Promise<void>
  /** Resolves once all that was given to it is written. */
  readonly close: () => Promise<void>
}

/** A thread of its own: a checkpoint of the file is to hold up no request. */
export const answerThread = (data: AnswerWorkerData): AnswerLink => {
  const module = builtModule(import.meta.url, './answer-writer-worker.js')
  const worker = new Worker(module, { workerData: data, name: 'annals-answer-writer', execArgv: [] })
  const waiting: { readonly resolve: () => void; readonly reject: (error: Error) => void }[] = []
  let over = false
  const settle = ({ done, error }: FromAnswerWriter): void => {
    for (const { resolve, reject } of waiting.splice(0, done)) {
      if (error === undefined) resolve()
      else reject(new Error(error))
    }
  }
  worker.on('message', settle)
  worker.on('error', (error) => settle({ done: waiting.length, error: error.message }))
  const ended = new Promise<void>((resolve) =>
    worker.once('exit', () => {
      over = true
      settle({ done: waiting.length, error: 'the writer of answers.db has ended' })
      resolve()
    }),
  )
  return {
    write: (entry) =>
      over
        ? Promise.reject(new Error('the writer of answers.db has ended'))
        : new Promise((resolve, reject) => {
            waiting.push({ resolve, reject })
            worker.postMessage(entry satisfies ToAnswerWriter)
          }),
    close: () => {
      if (!over) worker.postMessage(null satisfies ToAnswerWriter)
      return ended
    },
  }
}

/** On the calling thread, for tests and short-lived programs. */
export const answersInThread = ({ file, bounds }: AnswerWorkerData): AnswerLink => {
  const writer = createAnswerWriter(file, bounds)
  return {
    write: (entry) => Promise.resolve(entry).then((one) => writer.write([one])),
    close: () => {
      writer.close()
      return Promise.resolve()
    },
  }
}
