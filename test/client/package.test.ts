import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { serverWithFaults } from './support/server-with-faults.js'

test('the built package is required from CommonJS by a plain node', async () => {
  const { annals, url } = await serverWithFaults()
  const script = fileURLToPath(new URL('./support/require-client.cjs', import.meta.url))
  const { stdout } = await promisify(execFile)('node', [script, url])
  const receipt = JSON.parse(stdout) as { readonly id: string }
  expect(await annals.event(receipt.id)).toMatchObject({ actor: { type: 'script', id: 'cjs' }, verb: 'post.viewed' })
})

test('the built client loads nothing but its own files, what the domain is made of, uuid and async_hooks', async () => {
  const files = new Set<string>()
  const others = new Set<string>()
  const visit = async (file: URL): Promise<void> => {
    if (files.has(file.href)) return
    files.add(file.href)
    const imports = (await readFile(file, 'utf8')).matchAll(
      /^(?:import|export)\b[^'"]*?from\s+['"]([^'"]+)['"]|^import\s+['"]([^'"]+)['"]/gm,
    )
    for (const [, from, bare] of imports) {
      const name = from ?? bare ?? ''
      if (name.startsWith('.')) await visit(new URL(name, file))
      else others.add(name.startsWith('node:') ? name : (name.split('/')[0] ?? ''))
    }
  }
  await visit(new URL('../../dist/src/client/index.js', import.meta.url))
  expect([...others].sort()).toEqual(['fp-ts', 'io-ts', 'jsondiffpatch', 'node:async_hooks', 'uuid'])
  const folders = new Set([...files].map((file) => /\/dist\/src\/([a-z]+)\//.exec(file)?.[1]))
  expect([...folders].sort()).toEqual(['application', 'client', 'domain', 'ports'])
})
