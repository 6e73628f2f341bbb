import { Worker } from 'node:worker_threads'
import { builtModule } from '../system/built-module.js'
import { createBackoff } from './backoff.js'
import type { FromWriter, OpenedLog, ToWriter, WriterEvents, WriterLink } from './writer-link.js'

export interface WriterThreadOptions {
  /** log.db */
  readonly file: string
  /** Of the last event known to be durable: a thread that takes another's place must find it there. */
  readonly position: () => number
  /** The thread's module; for tests that need one which dies. */
  readonly module?: URL
}

/** What the thread is started with. */
export interface WriterThreadData {
  readonly file: string
  readonly known?: OpenedLog | undefined
}

/**
 * Starts the writer's thread. When it dies, a new one is started with the next request: at once after the first time, then after ever longer waits,
 * during which requests are refused.
 * Rejects where the log cannot be opened.
 */
export const startWriterThread = async (
  options: WriterThreadOptions,
  events: WriterEvents,
): Promise<WriterLink & { readonly opened: OpenedLog }> => {
  const module = options.module ?? builtModule(import.meta.url, './log-writer-worker.js')
  const backoff = createBackoff()
  let worker: Worker | undefined
  let trouble: string | undefined
  let closed = false

  const start = (known?: OpenedLog): Worker => {
    const started = new Worker(module, {
      workerData: { file: options.file, known } satisfies WriterThreadData,
      name: 'annals-log-writer',
      // Flags of the host, such as --input-type, would keep the thread from starting.
      execArgv: [],
    })
    let reason = 'the log writer ended'
    started.on('message', (message: FromWriter) => {
      if (message.type !== 'answers') return
      backoff.succeeded()
      trouble = message.trouble
      events.onAnswers(message.answers)
    })
    started.on('error', (error: unknown) => {
      reason = error instanceof Error ? error.message : String(error)
    })
    started.on('exit', () => {
      if (worker === started) worker = undefined
      if (closed) return
      trouble = reason
      backoff.failed()
      events.onDown(reason)
    })
    return started
  }

  const post = (packed: ArrayBuffer): string | undefined => {
    if (closed) return 'the log is closed'
    if (worker === undefined && backoff.due()) worker = start({ logId: opened.logId, position: options.position() })
    if (worker === undefined) return `the log writer is being restarted: ${trouble ?? ''}`
    worker.postMessage({ type: 'write', packed } satisfies ToWriter, [packed])
    return undefined
  }

  const close = async (): Promise<void> => {
    const last = worker
    if (closed || last === undefined) {
      closed = true
      return
    }
    closed = true
    trouble = 'the log is closed'
    const ended = new Promise((resolve) => last.once('exit', resolve))
    last.postMessage({ type: 'close' } satisfies ToWriter)
    await ended
  }

  worker = start()
  const opened = await firstWord(worker)
  return { post, trouble: () => trouble, close, opened }
}

const firstWord = (worker: Worker): Promise<OpenedLog> =>
  new Promise((resolve, reject) => {
    worker.once('message', (message: FromWriter) => {
      if (message.type === 'ready') resolve({ logId: message.logId, position: message.position })
    })
    worker.once('error', reject)
    worker.once('exit', () => {
      reject(new Error('the log writer ended before it was ready'))
    })
  })
