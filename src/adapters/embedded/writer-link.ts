import type { AnswerMessage } from './write-answers.js'

/** What the main thread says to the writer, and what the writer says back. */
export type ToWriter = { readonly type: 'write'; readonly packed: ArrayBuffer } | { readonly type: 'close' }
export type FromWriter =
  | { readonly type: 'ready'; readonly logId: string; readonly position: number }
  | { readonly type: 'answers'; readonly answers: AnswerMessage; readonly trouble?: string | undefined }

/** The writer as the main thread sees it, on a thread of its own or not. It answers requests in their order. */
export interface WriterLink {
  /** Hands requests over; none make it try whether it can write again. @returns why it cannot now; undefined when it has taken them. */
  readonly post: (packed: ArrayBuffer) => string | undefined
  /** Why nothing can be written now, as far as it is known here. */
  readonly trouble: () => string | undefined
  /** Commits what it has, checkpoints and closes. */
  readonly close: () => Promise<void>
}

export interface WriterEvents {
  readonly onAnswers: (answers: AnswerMessage) => void
  /** It died: what it had been given and has not answered is lost to it. */
  readonly onDown: (reason: string) => void
}

/** What is known once the log is open. */
export interface OpenedLog {
  readonly logId: string
  readonly position: number
}
