import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openAnswerMemory } from '../../../src/adapters/answers/open-answer-memory.js'
import type { AnswerMemoryOptions, OpenAnswerMemory } from '../../../src/adapters/answers/open-answer-memory.js'
import type { AnswerPlace, RememberedAnswer } from '../../../src/ports/answer-memory.js'
import { temporaryFolder } from '../../support/temporary-folder.js'

const place = (key: string, tenant = 'default', target = 'events'): AnswerPlace => ({ tenant, target, key })
const answer = (text = 'an answer', position = 7): RememberedAnswer => ({ digest: 'd', text, position })
const day = 24 * 60 * 60 * 1_000

describe.each(['worker', 'in-thread'] as const)('answers.db (%s)', (thread) => {
  let folder: ReturnType<typeof temporaryFolder>
  let memory: OpenAnswerMemory
  let now = 1_000_000_000_000
  let warnings: string[] = []
  const open = (more: Partial<AnswerMemoryOptions> = {}): OpenAnswerMemory =>
    openAnswerMemory({
      dataDir: folder.path,
      logId: 'log-1',
      logEnd: 100,
      thread,
      now: () => now,
      onWarning: (warning) => warnings.push(warning),
      ...more,
    })
  const reopen = async (more: Partial<AnswerMemoryOptions> = {}) => {
    await memory.close()
    memory = open(more)
  }
  const keysKept = async (keys: readonly string[], tenant = 'default') => {
    const kept: string[] = []
    for (const key of keys) if ((await memory.find(place(key, tenant))()) !== undefined) kept.push(key)
    return kept
  }
  beforeEach(() => {
    folder = temporaryFolder()
    now = 1_000_000_000_000
    warnings = []
    memory = open()
  })
  afterEach(async () => {
    await memory.close()
    folder.remove()
  })

  test('keeps an answer by tenant, target and key, across an open', async () => {
    await memory.remember(place('k'), answer('é ☃'))()
    await reopen()
    expect(await memory.find(place('k'))()).toEqual(answer('é ☃'))
    expect(await memory.find(place('k', 'acme'))()).toBeUndefined()
    expect(await memory.find(place('k', 'default', 'restore a:b'))()).toBeUndefined()
    expect(await memory.find(place('K'))()).toBeUndefined()
  })

  test('keeps the later of two answers in one place', async () => {
    await memory.remember(place('k'), answer('first'))()
    await memory.remember(place('k'), answer('second'))()
    expect(await memory.find(place('k'))()).toEqual(answer('second'))
  })

  test('forgets after 24 hours', async () => {
    await memory.remember(place('k'), answer())()
    now += day
    expect(await keysKept(['k'])).toEqual(['k'])
    now += 1
    expect(await keysKept(['k'])).toEqual([])
  })

  test('is bounded by tenant and in all: the oldest make room', async () => {
    await reopen({ bounds: { tenantBytes: 5_000, allBytes: 8_000 } })
    const keys = Array.from({ length: 10 }, (_, n) => `k${n}`)
    for (const key of keys) await memory.remember(place(key), answer('x'.repeat(1_000)))()
    expect(await keysKept(keys)).toEqual(['k6', 'k7', 'k8', 'k9'])
    await reopen({ bounds: { tenantBytes: 5_000, allBytes: 8_000 } })
    for (const key of keys) await memory.remember(place(key, 'acme'), answer('x'.repeat(1_000)))()
    expect(await keysKept(keys, 'acme')).toEqual(['k6', 'k7', 'k8', 'k9'])
    expect(await keysKept(keys)).toEqual(['k8', 'k9'])
  })

  test('many at once are all kept', async () => {
    const keys = Array.from({ length: 500 }, (_, n) => `k${n}`)
    await Promise.all(keys.map((key) => memory.remember(place(key), answer())()))
    expect(await keysKept(keys)).toEqual(keys)
  })

  test('forgets what a log that was put back does not have, and all of another log', async () => {
    await memory.remember(place('before'), answer('', 50))()
    await memory.remember(place('after'), answer('', 51))()
    await reopen({ logEnd: 50 })
    expect(await keysKept(['before', 'after'])).toEqual(['before'])
    await reopen({ logId: 'log-2' })
    expect(await keysKept(['before', 'after'])).toEqual([])
  })

  test('a file that is damaged is made anew, for its user alone', async () => {
    await memory.remember(place('k'), answer())()
    await memory.close()
    const file = join(folder.path, 'answers.db')
    writeFileSync(file, 'no database at all')
    memory = open()
    expect(await keysKept(['k'])).toEqual([])
    await memory.remember(place('k'), answer())()
    expect(await keysKept(['k'])).toEqual(['k'])
    expect(statSync(file).mode & 0o077).toBe(0)
    expect(readFileSync(file).subarray(0, 15).toString()).toBe('SQLite format 3')
    expect(warnings).toEqual([])
  })

  test('what cannot be read is told and fails nobody', async () => {
    await memory.remember(place('k'), answer('x'.repeat(100_000)))()
    await memory.close()
    const file = join(folder.path, 'answers.db')
    memory = open()
    const bytes = readFileSync(file)
    writeFileSync(file, Buffer.concat([bytes.subarray(0, 4_096), Buffer.alloc(bytes.length - 4_096, 0xff)]))
    expect(await memory.find(place('k'))()).toBeUndefined()
    await memory.remember(place('l'), answer())()
    expect(warnings.join()).toContain('answers.db: an answer could not be')
  })
})
