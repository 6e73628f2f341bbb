import { fork } from 'node:child_process'

export const steps = {
  build: async () => (await import('./build-step.js')).buildStep,
  project: async () => (await import('./project-step.js')).projectStep,
  batches: async () => (await import('./batch-step.js')).batchStep,
  recording: async () => (await import('./recording-step.js')).recordingStep,
} as const

export type StepName = keyof typeof steps

type Step<Name extends StepName> = Awaited<ReturnType<(typeof steps)[Name]>>

/** Runs a step in a process of its own. Rejects where it ends without an answer. */
export const runStep = <Name extends StepName>(
  name: Name,
  options: Parameters<Step<Name>>[0],
  execArgv: readonly string[] = [],
): Promise<Awaited<ReturnType<Step<Name>>>> =>
  new Promise((resolve, reject) => {
    const child = fork(new URL('./step-process.js', import.meta.url), [name, JSON.stringify(options)], {
      execArgv: [...execArgv],
    })
    let answer: Awaited<ReturnType<Step<Name>>> | undefined
    child.on('message', (message) => (answer = message as NonNullable<typeof answer>))
    child.on('error', reject)
    child.on('exit', (code, signal) => {
      if (code === 0 && answer !== undefined) resolve(answer)
      else reject(new Error(`${name} ended with ${signal ?? String(code)}`))
    })
  })
