import { chmodSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openTokenStore, tokenAdmin } from '../../../src/adapters/system/token-file.js'

let dataDir: string
let now: number
const clock = { now: () => now }
const request = { name: 'website', tenant: 'acme', can: ['read', 'write'] } as const

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'annals-tokens-'))
  now = Date.UTC(2026, 10, 23)
})
afterEach(() => rmSync(dataDir, { recursive: true }))

const file = (): string => join(dataDir, 'tokens.json')

describe('a token', () => {
  it('grants what it was made for, and is nowhere in the file', async () => {
    const actor = { type: 'service', id: 'site' }
    const { token, entry } = await tokenAdmin(dataDir, clock).create({ ...request, actor })
    expect(token).toMatch(/^annals_[A-Za-z0-9_-]{43}$/)
    expect(openTokenStore({ dataDir, clock }).find(token)).toEqual({ tenant: 'acme', can: ['read', 'write'], actor })
    expect(readFileSync(file(), 'utf8')).not.toContain(token.slice(7))
    expect(JSON.stringify(entry)).not.toMatch(/[0-9a-f]{64}/)
    expect(statSync(file()).mode & 0o777).toBe(0o600)
  })

  it('counts at once in a store that is open, and no more once it is revoked', async () => {
    const store = openTokenStore({ dataDir, clock })
    expect(store.inUse()).toBe(false)
    const admin = tokenAdmin(dataDir, clock)
    const first = await admin.create(request)
    const second = await admin.create({ ...request, name: 'other' })
    expect(store.inUse()).toBe(true)
    expect(store.find(first.token)).toBeDefined()
    expect(await admin.revoke('website')).toEqual([first.entry])
    expect(store.find(first.token)).toBeUndefined()
    expect(store.find(second.token)).toBeDefined()
    expect(await admin.revoke(second.entry.id)).toEqual([second.entry])
    expect(await admin.list()).toEqual([])
    expect(store.inUse()).toBe(true)
  })

  it('ends when it expires', async () => {
    const { token } = await tokenAdmin(dataDir, clock).create({ ...request, expiresAt: now + 1000 })
    const store = openTokenStore({ dataDir, clock })
    now += 999
    expect(store.find(token)).toBeDefined()
    now += 1
    expect(store.find(token)).toBeUndefined()
  })

  it('that nobody made is not known', async () => {
    await tokenAdmin(dataDir, clock).create(request)
    expect(openTokenStore({ dataDir, clock }).find('annals_x')).toBeUndefined()
  })
})

describe('the file', () => {
  it('loses nothing when many are made at the same time', async () => {
    const names = Array.from({ length: 12 }, (_, index) => `n${index}`)
    await Promise.all(names.map((name) => tokenAdmin(dataDir, clock).create({ ...request, name })))
    const entries = await tokenAdmin(dataDir, clock).list()
    expect(entries.map(({ name }) => name).sort()).toEqual([...names].sort())
    expect(readdirSync(dataDir)).toEqual(['tokens.json'])
  })

  it.each(['{"annals":1,"tokens":[{}]}', '{"annals":2,"tokens":[]}', 'not json'])(
    'lets nobody in where it is damaged: %s',
    async (text) => {
      const { token } = await tokenAdmin(dataDir, clock).create(request)
      const problems: string[] = []
      const store = openTokenStore({ dataDir, clock, onProblem: (problem) => problems.push(problem) })
      expect(store.find(token)).toBeDefined()
      writeFileSync(file(), text)
      chmodSync(file(), 0o600)
      expect(store.find(token)).toBeUndefined()
      expect(store.find(token)).toBeUndefined()
      expect(store.inUse()).toBe(true)
      expect(problems).toHaveLength(1)
      await expect(tokenAdmin(dataDir, clock).create(request)).rejects.toThrow('damaged')
    },
  )
})
