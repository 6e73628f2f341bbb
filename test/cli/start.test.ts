import { spawn } from 'node:child_process'
import { cpSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, it } from 'vitest'
import { temporaryFolder } from '../support/temporary-folder.js'
import { ended } from './support/run-annals.js'

const repository = fileURLToPath(new URL('../..', import.meta.url))
const folder = temporaryFolder()
afterAll(folder.remove)

/** A program that says what it was started with and that it ends on SIGTERM, in a folder with a blank in its path. */
const project = (): string => {
  const path = join(folder.path, 'my project')
  for (const each of ['src/main', 'src/web', 'projections']) mkdirSync(join(path, each), { recursive: true })
  for (const each of ['scripts', 'vite.config.ts', 'package.json'])
    cpSync(join(repository, each), join(path, each), { recursive: true })
  writeFileSync(join(path, 'src/web/index.html'), '<!doctype html><title>A page</title>')
  symlinkSync(join(repository, 'node_modules'), join(path, 'node_modules'))
  writeFileSync(
    join(path, 'src/main/annals.ts'),
    `process.on('SIGTERM', () => {
  console.log('ended')
  process.exit(0)
})
setInterval(() => undefined, 1_000)
console.log('started', ...process.argv.slice(2))
export {}
`,
  )
  const compilerOptions = {
    ...{ module: 'nodenext', target: 'es2022', types: [], noCheck: true, rootDir: '.', outDir: 'dist' },
    ...{ incremental: true, tsBuildInfoFile: 'dist/.tsbuildinfo' },
  }
  writeFileSync(join(path, 'tsconfig.build.json'), JSON.stringify({ compilerOptions, include: ['src'] }))
  return path
}

describe('npm start', () => {
  it('builds wherever it lies, hands on options, and ends its program with it', async () => {
    const child = spawn('npm', ['start', '--', '--port', '0'], { cwd: project(), detached: true })
    const end = ended(child)
    let printed = ''
    const started = new Promise<boolean>((resolve) => {
      child.stdout.on('data', (chunk: Buffer) => {
        printed += chunk.toString()
        if (printed.includes('started serve --port 0')) resolve(true)
      })
      void end.then(() => resolve(false))
    })
    try {
      expect(await started).toBe(true)
      child.kill('SIGTERM')
      // All that hold its output are gone by then.
      expect((await end).stdout).toContain('ended\n')
    } finally {
      // Whatever of it is left: a program that the signal did not reach would go on for ever.
      try {
        process.kill(-(child.pid ?? 0), 'SIGKILL')
      } catch {
        // Nothing is left.
      }
    }
  }, 60_000)
})
