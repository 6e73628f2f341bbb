import { fork } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import type { ContestantOptions } from './contestant.js'
import type { MemoryMb } from './process-memory.js'
import type { Question } from './questions.js'

export type AskMessage = 'close' | { readonly questions: readonly Question[] }

export type AskedMessage =
  | { readonly _tag: 'Opened'; readonly ms: number }
  | AnsweredMessage
  | { readonly _tag: 'Done'; readonly memory: MemoryMb }

interface AnsweredMessage {
  readonly _tag: 'Answered'
  readonly ms: number
  readonly cpuMs: number
  /** Absent where it took too long. */
  readonly answer?: string
}

export interface Asked {
  readonly question: Question
  readonly ms: number
  /** What the asking process used meanwhile; that of a server is not in it. */
  readonly cpuMs: number
  readonly timedOut: boolean
  /** The same for the same answer. */
  readonly answer: string | undefined
}

export interface AskedAll {
  readonly openMs: number
  readonly answers: readonly Asked[]
  readonly memory: MemoryMb
}

/**
 * Asks a contestant in a new process: first `warmUp`, of which nothing is kept, then `questions`. A process that takes longer than the timeout for an
 * answer is ended, and another goes on with the next question. Rejects where it fails.
 */
export const ask = async (
  options: ContestantOptions,
  questions: readonly Question[],
  { warmUp = [], execArgv = [] }: { readonly warmUp?: readonly Question[]; readonly execArgv?: readonly string[] } = {},
): Promise<AskedAll> => {
  const { timeoutMs } = options
  const all = [...warmUp, ...questions]
  const answers: Asked[] = []
  let openMs: number | undefined
  while (answers.length < all.length) {
    const left = all.slice(answers.length)
    const found = await askUntilTooLong(options, left, execArgv)
    openMs ??= found.openMs
    for (const { ms, cpuMs, answer } of found.answers) {
      const timedOut = answer === undefined || ms > timeoutMs
      answers.push({ question: all[answers.length] as Question, ms: Math.min(ms, timeoutMs), cpuMs, timedOut, answer })
    }
    if (found.memory !== undefined) return { openMs, answers: answers.slice(warmUp.length), memory: found.memory }
    answers.push({
      question: all[answers.length] as Question,
      ms: timeoutMs,
      cpuMs: timeoutMs,
      timedOut: true,
      answer: undefined,
    })
  }
  return { openMs: openMs ?? Number.NaN, answers: answers.slice(warmUp.length), memory: unknownMemory }
}

const unknownMemory: MemoryMb = { resident: Number.NaN, peakResident: Number.NaN, anonymous: Number.NaN }

interface Part {
  readonly openMs: number
  readonly answers: readonly AnsweredMessage[]
  /** Absent where the question behind the last answer took too long. */
  readonly memory: MemoryMb | undefined
}

const askUntilTooLong = (
  options: ContestantOptions,
  questions: readonly Question[],
  execArgv: readonly string[],
): Promise<Part> =>
  new Promise((resolve, reject) => {
    const child = fork(new URL('./ask-process.js', import.meta.url), [JSON.stringify(options)], {
      execArgv: [...execArgv],
    })
    const answers: AnsweredMessage[] = []
    let openMs = Number.NaN
    let memory: MemoryMb | undefined
    let tooLong = false
    let timer: NodeJS.Timeout | undefined
    const watch = (): void => {
      clearTimeout(timer)
      timer = setTimeout(() => {
        tooLong = true
        child.kill('SIGKILL')
      }, options.timeoutMs + graceMs[options.name])
    }
    child.on('message', (message: AskedMessage) => {
      switch (message._tag) {
        case 'Opened':
          openMs = message.ms
          send(child, { questions })
          watch()
          return
        case 'Answered':
          answers.push(message)
          watch()
          return
        case 'Done':
          clearTimeout(timer)
          memory = message.memory
          send(child, 'close')
      }
    })
    child.on('error', reject)
    child.on('exit', (code, signal) => {
      clearTimeout(timer)
      if (memory !== undefined || tooLong) resolve({ openMs, answers, memory })
      else reject(new Error(`${options.name} ended with ${signal ?? String(code)}`))
    })
  })

const send = (child: ChildProcess, message: AskMessage): void => {
  child.send(message)
}

/** PostgreSQL ends a statement itself. */
const graceMs = { annals: 0, postgres: 30_000, sqlite: 0 } as const
