/** One contestant in this process: opens what it is told to, then answers the lists of questions that it is sent, one after another. */
import { setImmediate as nextTurn } from 'node:timers/promises'
import { fingerprint } from './contestant.js'
import type { Contestant, ContestantOptions } from './contestant.js'
import type { AskedMessage, AskMessage } from './ask.js'
import { memoryMb } from './process-memory.js'
import type { Question } from './questions.js'

const open = async ({ name, path, timeoutMs }: ContestantOptions): Promise<Contestant> => {
  switch (name) {
    case 'annals':
      return (await import('./annals-contestant.js')).openAnnalsContestant(path)
    case 'postgres':
      return (await import('./postgres-contestant.js')).openPostgresContestant(path, timeoutMs)
    case 'sqlite':
      return (await import('./sqlite-contestant.js')).openSqliteContestant(path)
  }
}

const tell = (message: AskedMessage): void => {
  process.send?.(message)
}

const options = JSON.parse(process.argv[2] ?? '{}') as ContestantOptions
// What only has to be loaded is loaded before the clock runs.
await import(`./${options.name}-contestant.js`)
const startedAt = performance.now()
const contestant = await open(options)
tell({ _tag: 'Opened', ms: performance.now() - startedAt })

process.on('message', (message: AskMessage) => {
  void (message === 'close' ? close() : answerAll(message.questions))
})

const answerAll = async (questions: readonly Question[]) => {
  for (const question of questions) {
    const cpu = process.cpuUsage()
    const askedAt = performance.now()
    const answer = await contestant.ask(question)
    const ms = performance.now() - askedAt
    const { user, system } = process.cpuUsage(cpu)
    const cpuMs = (user + system) / 1_000
    tell({ _tag: 'Answered', ms, cpuMs, ...(answer === 'timeout' ? {} : { answer: fingerprint(answer) }) })
    await nextTurn()
  }
  tell({ _tag: 'Done', memory: memoryMb() })
}

const close = async (): Promise<void> => {
  await contestant.close()
  process.disconnect()
}
