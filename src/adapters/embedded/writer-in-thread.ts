import { createBatchWriter } from './batch-writer.js'
import { openLogCore } from './log-core.js'
import type { LogCoreOptions } from './log-core.js'
import type { OpenedLog, WriterEvents, WriterLink } from './writer-link.js'

/** The writer on the calling thread, for tests and short-lived programs: each message is committed as it is posted. */
export const startWriterInThread = (
  options: LogCoreOptions,
  events: WriterEvents,
): WriterLink & { readonly opened: OpenedLog } => {
  const core = openLogCore(options)
  const writer = createBatchWriter(core, events.onAnswers)
  let closed = false
  return {
    opened: { logId: core.logId, position: core.position() },
    post: (packed) => {
      if (closed) return 'the log is closed'
      writer.write(packed, () => undefined)
      return undefined
    },
    trouble: core.trouble,
    close: () => {
      if (!closed) core.close()
      closed = true
      return Promise.resolve()
    },
  }
}
