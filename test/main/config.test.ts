import { describe, expect, it } from 'vitest'
import * as E from 'fp-ts/lib/Either.js'
import type { ConfigSources } from '../../src/main/config.js'
import { resolveConfig } from '../../src/main/config.js'

const resolved = (sources: Partial<ConfigSources>) => {
  const settings = resolveConfig({ flags: {}, environment: {}, ...sources })
  if (E.isLeft(settings)) throw new Error(JSON.stringify(settings.left))
  return settings.right
}
const refused = (sources: Partial<ConfigSources>) => {
  const settings = resolveConfig({ flags: {}, environment: {}, ...sources })
  return E.isLeft(settings) ? settings.left : []
}
const file = (value: unknown) => ({ name: 'annals.config.json', value })

describe('where a value comes from', () => {
  it('is the default where nothing is said', () => {
    const settings = resolved({})
    expect(settings.dataDir).toEqual({ value: './annals-data', source: 'default' })
    expect(settings.port).toEqual({ value: 7272, source: 'default' })
    expect(settings.url).toEqual({ value: undefined, source: 'default' })
  })

  it('is the flag before the environment, that before the file', () => {
    const all = { flags: { port: '1' }, environment: { ANNALS_PORT: '2' }, file: file({ port: 3 }) }
    expect(resolved(all).port).toEqual({ value: 1, source: 'flag', from: '--port' })
    expect(resolved({ ...all, flags: {} }).port).toEqual({ value: 2, source: 'environment', from: 'ANNALS_PORT' })
    expect(resolved({ file: all.file }).port).toEqual({ value: 3, source: 'file', from: 'annals.config.json' })
  })

  it('is not an empty variable', () => {
    expect(resolved({ environment: { ANNALS_URL: '', ANNALS_TENANT: '' } }).tenant.source).toBe('default')
  })

  it('splits a list in the environment', () => {
    const { allowedHosts } = resolved({ environment: { ANNALS_ALLOWED_HOSTS: 'a.example, b.example:80' } })
    expect(allowedHosts.value).toEqual(['a.example', 'b.example:80'])
  })

  it('takes rules by subject type from the file', () => {
    const subjects = { user: { redact: ['/email'] }, '*': { ignore: ['/updatedAt'], arrayItemKeys: { '*': 'id' } } }
    expect(resolved({ file: file({ subjects }) }).subjects.value).toEqual(subjects)
  })
})

describe('what is wrong', () => {
  it.each([
    [{ flags: { port: '65536' } }, '--port'],
    [{ flags: { port: '80x' } }, '--port'],
    [{ flags: { indexMemory: '0' } }, '--index-memory'],
    [{ environment: { ANNALS_INDEX_MEMORY: '64M' } }, 'ANNALS_INDEX_MEMORY'],
    [{ environment: { ANNALS_PORT: '-1' } }, 'ANNALS_PORT'],
    [{ flags: { url: 'ftp://example.com' } }, '--url'],
    [{ flags: { url: 'http://user:secret@example.com' } }, '--url'],
    [{ flags: { url: 'http://:secret@example.com' } }, '--url'],
    [{ flags: { tenant: 'a b' } }, '--tenant'],
    [{ flags: { logLevel: 'loud' } }, '--log-level'],
    [{ environment: { ANNALS_REDACTION_KEY: 'abc' } }, 'ANNALS_REDACTION_KEY'],
    [{ file: file({ prot: 1 }) }, 'annals.config.json /prot'],
    [{ file: file(JSON.parse('{"__proto__":{"port":1}}')) }, 'annals.config.json /__proto__'],
    [{ file: file([]) }, 'annals.config.json'],
    [{ file: file({ port: '80' }) }, 'annals.config.json /port'],
    [{ file: file({ subjects: { user: { redcat: [] } } }) }, 'annals.config.json /subjects/user/redcat'],
  ])('is named: %j', (sources, field) => {
    expect(refused(sources).map((issue) => issue.field)).toEqual([field])
  })

  it('is named even where it is overruled, all of it at once', () => {
    expect(refused({ flags: { port: '80', tenant: '/' }, file: file({ port: 'x', more: 1 }) })).toHaveLength(3)
  })
})
