/** One step of `run.ts` in this process, so that its processor time and memory are its own; what it answers goes to the parent. */
import { steps } from './steps.js'
import type { StepName } from './steps.js'

const [, , name, options = '{}'] = process.argv
const step = (await steps[name as StepName]()) as (options: unknown, tell: (line: string) => void) => Promise<unknown>
const answer = await step(JSON.parse(options), (line) => console.error(`  ${name ?? ''}: ${line}`))
process.send?.(answer)
process.disconnect()
