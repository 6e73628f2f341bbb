import { parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads'
import type { AnswerBounds, AnswerEntry } from './answer-writer.js'
import { createAnswerWriter } from './answer-writer.js'

export interface AnswerWorkerData {
  readonly file: string
  readonly bounds: AnswerBounds
}
/** `null`: write what is there, and close. */
export type ToAnswerWriter = AnswerEntry | null
/** So many entries, in the order they came, are written or have failed. */
export interface FromAnswerWriter {
  readonly done: number
  readonly error?: string
}

// The entry of the thread that writes answers.db.
const port = parentPort
if (port === null) throw new Error('this module runs in a worker thread')
const { file, bounds } = workerData as AnswerWorkerData
const writer = createAnswerWriter(file, bounds)
const atOnceMax = 64

const write = (entries: readonly AnswerEntry[]): void => {
  if (entries.length === 0) return
  try {
    writer.write(entries)
    port.postMessage({ done: entries.length } satisfies FromAnswerWriter)
  } catch (error) {
    port.postMessage({ done: entries.length, error: (error as Error).message } satisfies FromAnswerWriter)
  }
}

port.on('message', (first: ToAnswerWriter) => {
  let message: ToAnswerWriter | undefined = first
  let entries: AnswerEntry[] = []
  let closing = false
  while (message !== undefined) {
    if (message === null) closing = true
    else entries.push(message)
    if (entries.length === atOnceMax) {
      write(entries)
      entries = []
    }
    message = (receiveMessageOnPort(port) as { readonly message: ToAnswerWriter } | undefined)?.message
  }
  write(entries)
  if (!closing) return
  writer.close()
  port.close()
})
