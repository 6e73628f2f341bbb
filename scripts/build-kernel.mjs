// Compiles the feed index's kernel (AssemblyScript) into a module that holds its bytes, so that nothing but TypeScript is needed to build and run
// the program. With `--check`, says whether the module is what the source compiles to.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import asc from 'assemblyscript/asc'

const folder = fileURLToPath(new URL('../src/adapters/read-models/feed-index/kernel/', import.meta.url))
const target = join(folder, 'kernel-wasm.ts')
const scratch = mkdtempSync(join(tmpdir(), 'annals-kernel-'))
try {
  const output = join(scratch, 'kernel.wasm')
  const flags = ['-O3', '--enable', 'simd', '--runtime', 'stub', '--noAssert', '--importMemory']
  const { error, stderr } = await asc.main([join(folder, 'kernel.as.ts'), ...flags, '--outFile', output])
  if (error) throw new Error(stderr.toString())
  const text = `/** \`kernel.as.ts\`, compiled by \`npm run build:kernel\`: WebAssembly in base64. */
export const kernelWasm =
  '${readFileSync(output).toString('base64')}'
`
  if (!process.argv.includes('--check')) writeFileSync(target, text)
  else if (readFileSync(target, 'utf8') !== text) {
    console.error(`annals: ${target} is not what kernel.as.ts compiles to: run npm run build:kernel`)
    process.exitCode = 1
  }
} finally {
  rmSync(scratch, { recursive: true, force: true })
}
