import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Served } from '../cli/support/run-annals.js'
import { serve } from '../cli/support/run-annals.js'
import { temporaryFolder } from '../support/temporary-folder.js'

/* The examples of docs/how-to/use-plain-http.md, as they stand there, against the built server. */

const page = readFileSync('docs/how-to/use-plain-http.md', 'utf8')
const documented = 'http://127.0.0.1:7272'

interface Block {
  readonly language: string
  readonly text: string
}

const blocks: readonly Block[] = [...page.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)].map(
  ([, language = '', text = '']) => ({
    language,
    text,
  }),
)

/** All examples in one language as one program, and what they print together. */
const programIn = (language: string) => ({
  program: blocks.filter((block) => block.language === language).map(({ text }) => text),
  printed: blocks.flatMap(({ text }, index) =>
    blocks[index]?.language === 'text' && blocks[index - 1]?.language === language ? [text] : [],
  ),
})

const folder = temporaryFolder()
let server: Served
beforeAll(async () => {
  server = await serve(folder.path)
})
afterAll(async () => {
  await server.stop()
  folder.remove()
})

const run = async (command: string, args: readonly string[], program: string): Promise<string> => {
  const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'pipe'] })
  let output = ''
  let errors = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text))
  child.stdin.end(program.replaceAll(documented, server.url))
  const [code] = (await once(child, 'close')) as [number | null]
  expect({ code, errors }).toEqual({ code: 0, errors: '' })
  return output
}

/** `…` stands for anything within a line; answers of curl have no line end of their own. */
const patternOf = (printed: readonly string[]): RegExp => {
  const lines = printed.join('').trimEnd().split('\n')
  const quoted = lines.map((line) =>
    line
      .split('…')
      .map((part) => part.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'))
      .join('.*?'),
  )
  return new RegExp(`^${quoted.join('\\n?')}\\n?$`)
}

/** A machine without it is told; in CI it is there. */
const missing = (program: string): string | undefined => {
  if (spawnSync(program, ['--version']).status === 0) return undefined
  if (process.env['CI'] !== undefined) throw new Error(`${program} is not here, and CI has it`)
  return `${program} is not here: its examples were not run`
}

const longMs = 120_000

describe('the examples with', () => {
  test(
    'curl do what they say',
    async (context) => {
      const reason = missing('curl')
      if (reason !== undefined) return context.skip(reason)
      const { program, printed } = programIn('sh')
      expect([program.length, printed.length]).toEqual([6, 6])
      const output = await run('bash', ['-euo', 'pipefail', '-s'], program.join('\n'))
      expect(output).toMatch(patternOf(printed))
    },
    longMs,
  )

  test(
    'Python do what they say',
    async (context) => {
      const reason = missing('python3')
      if (reason !== undefined) return context.skip(reason)
      const { program, printed } = programIn('python')
      expect([program.length, printed.length]).toEqual([4, 3])
      expect(await run('python3', ['-'], program.join('\n'))).toBe(printed.join(''))
    },
    longMs,
  )

  test(
    'Python wait for a server that is away, and store once what was repeated',
    async (context) => {
      const reason = missing('python3')
      if (reason !== undefined) return context.skip(reason)
      const away = temporaryFolder()
      const first = await serve(away.path)
      const port = new URL(first.url).port
      await first.stop('SIGKILL')
      const [library = ''] = programIn('python').program
      const event = `{"subject": {"type": "a", "id": "1"}, "verb": "a.b", "actor": {"type": "user", "id": "u"}}`
      const calling = run(
        'python3',
        ['-'],
        `${library.replace(documented, first.url)}\nprint("begun", flush=True)\nprint(call("POST", "/v1/events", ${event}, key="k", attempts=12)["duplicate"])\n`,
      )
      const again = await serve(away.path, ['--port', port])
      expect(await calling).toBe('begun\nFalse\n')
      await again.stop()
      away.remove()
    },
    longMs,
  )
})
