import { join } from 'node:path'
import Database from 'better-sqlite3'
import type { AnswerMemory, AnswerPlace, RememberedAnswer } from '../../ports/answer-memory.js'
import { makeAnswerFile } from './answer-file.js'
import type { AnswerLink } from './answer-links.js'
import { answersInThread, answerThread } from './answer-links.js'
import type { AnswerBounds } from './answer-writer.js'
import { defaultAnswerBounds, rememberedForMs } from './answer-writer.js'

export interface AnswerMemoryOptions {
  readonly dataDir: string
  /** Answers of another log are thrown away, and so are those that speak of what is behind this log's end. */
  readonly logId: string
  readonly logEnd: number
  readonly thread: 'worker' | 'in-thread'
  /** ms since the epoch. */
  readonly now: () => number
  readonly bounds?: AnswerBounds
  /** Told of what could not be read or kept. */
  readonly onWarning: (warning: string) => void
}

export type OpenAnswerMemory = AnswerMemory & { readonly close: () => Promise<void> }

/**
 * answers.db of a data folder. It holds for a restart, a process that is killed and a power loss; where the file itself is lost, requests are answered from the log.
 * @throws Error where the file cannot be made at all.
 */
export const openAnswerMemory = (options: AnswerMemoryOptions): OpenAnswerMemory => {
  const { now, onWarning, bounds = defaultAnswerBounds } = options
  const file = join(options.dataDir, 'answers.db')
  makeAnswerFile({ file, logId: options.logId, logEnd: options.logEnd })
  const open = options.thread === 'worker' ? answerThread : answersInThread
  let link: AnswerLink | undefined
  const db = new Database(file, { readonly: true, fileMustExist: true, timeout: 1_000 })
  const find = db.prepare<AnswerPlace & { readonly since: number }, RememberedAnswer>(
    'SELECT digest, text, position FROM answers WHERE tenant = :tenant AND target = :target AND key = :key AND remembered_at >= :since',
  )
  const troubled = (what: string, error: unknown): void =>
    onWarning(`answers.db: ${what}: ${error instanceof Error ? error.message : String(error)}`)
  return {
    find: (place) => () => {
      try {
        return Promise.resolve(find.get({ ...place, since: now() - rememberedForMs }))
      } catch (error) {
        troubled('an answer could not be read', error)
        return Promise.resolve(undefined)
      }
    },
    remember: (place, answer) => async () => {
      try {
        // Not before there is something to write: most folders never see a key.
        link ??= open({ file, bounds })
        await link.write({ ...place, ...answer, rememberedAt: now() })
      } catch (error) {
        troubled('an answer could not be kept', error)
      }
    },
    close: async () => {
      await link?.close()
      db.close()
    },
  }
}
