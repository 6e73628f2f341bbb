import { receiveMessageOnPort } from 'node:worker_threads'
import type { MessagePort } from 'node:worker_threads'
import { createBatchWriter } from './batch-writer.js'
import { openLogCore } from './log-core.js'
import type { FromWriter, OpenedLog, ToWriter } from './writer-link.js'

export interface LogWriterOptions {
  readonly port: MessagePort
  /** log.db */
  readonly file: string
  /** See LogCoreOptions. */
  readonly known?: OpenedLog | undefined
  /** Is given each message before it is handled: where tests inject faults. */
  readonly onMessage?: (message: ToWriter) => void
}

/**
 * The thread that holds the only write handle: says `ready`, then answers what comes through the port in the order in which it was asked, all that waits there in as few
 * commits as their bounds allow, until it is told to close. @throws Error where the log cannot be opened.
 */
export const runLogWriter = ({ port, file, known, onMessage }: LogWriterOptions): void => {
  const send = (message: FromWriter): void => {
    port.postMessage(message)
  }
  const core = openLogCore({ file, known, now: Date.now })
  const writer = createBatchWriter(core, (answers) => {
    const trouble = core.trouble()
    send({ type: 'answers', answers, ...(trouble === undefined ? {} : { trouble }) })
  })
  let closing = false
  const packedIn = (message: ToWriter): ArrayBuffer | undefined => {
    onMessage?.(message)
    if (message.type === 'write') return message.packed
    closing = true
    return undefined
  }
  const more = (): ArrayBuffer | undefined => {
    const waiting = receiveMessageOnPort(port) as { readonly message: ToWriter } | undefined
    return waiting && packedIn(waiting.message)
  }
  port.on('message', (message: ToWriter) => {
    const packed = packedIn(message)
    if (packed !== undefined) writer.write(packed, more)
    if (!closing) return
    core.close()
    port.close()
  })
  send({ type: 'ready', logId: core.logId, position: core.position() })
}
