// Builds unless dist/ is newer than every source file.
import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const stamp = join(root, 'dist/web/index.html')
const newest = (folder) =>
  Math.max(
    0,
    ...readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => statSync(join(entry.parentPath, entry.name)).mtimeMs),
  )

if (!existsSync(stamp) || Math.max(newest('src'), newest('projections')) > statSync(stamp).mtimeMs) {
  process.stderr.write('building…\n')
  const run = (script, ...args) =>
    execFileSync(process.execPath, [join(root, 'node_modules', script), ...args], { cwd: root, stdio: 'inherit' })
  run('typescript/bin/tsc', '-p', 'tsconfig.build.json')
  run('vite/bin/vite.js', 'build', '--logLevel', 'warn')
}
