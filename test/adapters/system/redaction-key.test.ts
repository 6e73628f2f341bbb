import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { loadRedactionKey } from '../../../src/adapters/system/redaction-key.js'

let dataDir: string
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'annals-key-'))
})
afterEach(() => rmSync(dataDir, { recursive: true }))

test('is made once, for its user alone, and then stays', () => {
  const key = loadRedactionKey(dataDir)
  expect(key.byteLength).toBe(32)
  expect(loadRedactionKey(dataDir)).toEqual(key)
  expect(statSync(join(dataDir, 'redaction.key')).mode & 0o777).toBe(0o600)
  expect(readdirSync(dataDir)).toEqual(['redaction.key'])
})

test('a file that is no key is refused and left as it is', () => {
  writeFileSync(join(dataDir, 'redaction.key'), 'half a k')
  expect(() => loadRedactionKey(dataDir)).toThrow('is not a redaction key')
  expect(readFileSync(join(dataDir, 'redaction.key'), 'utf8')).toBe('half a k')
})

test('an end in the middle of making it leaves no half of one behind', () => {
  const module = new URL('../../../dist/src/adapters/system/redaction-key.js', import.meta.url)
  const make = `import('${module.href}').then(({ loadRedactionKey }) => loadRedactionKey(${JSON.stringify(dataDir)}))`
  // No file may get a single byte: the write fails, or ends the process.
  const { status } = spawnSync('sh', ['-c', 'ulimit -f 0 && exec node -e "$0"', make])
  expect(status).not.toBe(0)
  expect(readdirSync(dataDir)).not.toEqual([])
  expect(loadRedactionKey(dataDir).byteLength).toBe(32)
})
