import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { SubjectState, VersionDiff } from '../../src/application/operations.js'
import type { Receipt, StoredEvent } from '../../src/domain/event.js'
import type { ProjectionStatus, StatsAnswer, SubjectRow } from '../../src/ports/read-models.js'
import { temporaryFolder } from '../support/temporary-folder.js'
import { inProcess, inProcessJson, inProcessList } from './support/in-process.js'
import { annals, annalsJson, annalsList } from './support/run-annals.js'

const folder = temporaryFolder()
const dataDir = join(folder.path, 'data')
const on = ['--data-dir', dataDir]
const actor = ['--actor', 'user/u-7', '--actor-name', 'Ada']
const states = [
  { title: 'One', tags: ['a', 'b'] },
  { title: 'Two', tags: ['b', 'a'] },
  { title: 'Two', tags: ['b', 'a'], text: '\u001b[2J\u202e' },
]

beforeAll(async () => {
  for (const [index, state] of states.entries()) {
    const args = ['--subject', 'post/a/1', '--state', JSON.stringify(state), '--channel', 'web']
    const time = ['--occurred-at', `2026-01-0${index + 1}T00:00:00Z`]
    expect(await annalsJson<Receipt>(['emit', ...on, ...actor, ...args, ...time])).toMatchObject({ version: index })
  }
  const event = { subject: { type: 'post', id: 'a/1' }, verb: 'post.viewed', actor: { type: 'service', id: 'x' } }
  const { code, stdout } = await annals(['emit', '-', ...on], { input: JSON.stringify(event) })
  expect(stdout).toMatch(/^stored: event [0-9a-f-]{36}, position 3\n$/)
  expect(code).toBe(0)
})
afterAll(folder.remove)

describe('reading a folder', () => {
  it('show: now, at a version, at a time', async () => {
    expect((await inProcessJson<SubjectState>(['show', 'post/a/1', ...on])).state).toEqual(states[2])
    expect(await inProcessJson<SubjectState>(['show', 'post/a/1', '--version', '0', ...on])).toMatchObject({
      subject: { type: 'post', id: 'a/1' },
      version: 0,
      state: states[0],
      deleted: false,
    })
    const at = await inProcessJson<SubjectState>(['show', 'post/a/1', '--at', '2026-01-02T12:00:00Z', ...on])
    expect(at.version).toBe(1)
    const { stdout } = await annals(['show', 'post/a/1', ...on])
    expect(stdout).toContain('post/a/1  version 2  occurred 2026-01-03T00:00:00Z')
    expect(stdout).toContain('"text": "\\u001b[2J\\u202e"')
  })

  it('diff: the last change by default, any two versions, either direction', async () => {
    const { stdout } = await inProcess(['diff', 'post/a/1', ...on])
    expect(stdout).toBe('post/a/1  version 1 → 2\n+ /text  "\\u001b[2J\\u202e"\n')
    const back = await inProcessJson<VersionDiff>(['diff', 'post/a/1', '1', '0', ...on])
    expect(back).toMatchObject({ from: 1, to: 0 })
    expect(back.changes).toContainEqual({ path: '/title', op: 'replace', old: 'Two', new: 'One' })
    const first = await inProcessJson<VersionDiff>(['diff', 'post/a/1', '--from=-1', '--to', '0', ...on])
    expect(first.changes).toEqual([{ path: '', op: 'add', new: states[0] }])
  })

  it('history: a table, or NDJSON', async () => {
    const versions = await inProcessList<StoredEvent>(['history', 'post/a/1', ...on])
    expect(versions.map(({ version }) => version)).toEqual([0, 1, 2])
    const newest = await inProcessList<StoredEvent>(['history', 'post/a/1', '--order', 'desc', '--limit', '2', ...on])
    expect(newest.map(({ version }) => version)).toEqual([2, 1])
    const all = await inProcessList<StoredEvent>(['history', 'post/a/1', '--include-activities', ...on])
    expect(all.map(({ verb }) => verb)).toContain('post.viewed')
    const { stdout } = await inProcess(['history', 'post/a/1', ...on])
    expect(stdout).toMatch(/^version {2}occurred +actor +verb +what +reason\n/)
    expect(stdout).toMatch(/ 1 {2}2026-01-02T00:00:00Z {2}user\/u-7 \(Ada\) {2}post.updated {2}\/title/)
  })

  it('activity: filters, order, limits', async () => {
    const verbs = async (...args: readonly string[]) =>
      (await inProcessList<StoredEvent>(['activity', ...on, ...args])).map(({ verb }) => verb)
    expect(await verbs('--order', 'asc')).toEqual(['post.created', 'post.updated', 'post.updated', 'post.viewed'])
    expect(await verbs('--verb', 'post.*', '--not-verb', 'post.viewed', '--not-verb', 'post.c*')).toHaveLength(2)
    expect(await verbs('--actor', 'service/x')).toEqual(['post.viewed'])
    expect(await verbs('--subject', 'post/a/1', '--kind', 'change', '--all')).toHaveLength(3)
    expect(await verbs('--since', '2026-01-02T00:00:00Z', '--until', '2026-01-03T00:00:00Z')).toEqual(['post.updated'])
    expect(await verbs('--path', '/text')).toEqual(['post.updated'])
    expect(await verbs('--channel', 'web', '--limit', '1')).toEqual(['post.updated'])
    expect(await verbs('--tenant', 'other')).toEqual([])
    const { stdout } = await inProcess(['activity', ...on])
    expect(stdout).toMatch(/^occurred +actor +verb +subject +version +channel +what\n/)
  })

  it('stats', async () => {
    const stats = await inProcessJson<StatsAnswer>(['stats', '--group-by', 'verb', ...on])
    expect(stats.total).toBe(4)
    expect(stats.items[0]).toEqual({ verb: 'post.updated', count: 2 })
    const { stdout } = await inProcess([
      'stats',
      '--group-by',
      'verb,channel',
      '--interval',
      'day',
      '--channel',
      'web',
      ...on,
    ])
    expect(stdout).toMatch(/^from +verb +channel +count\n2026-01-01T00:00:00Z +post.created +web +1\n/)
    expect(stdout).toMatch(/\ntotal 3\n$/)
  })

  it('facets', async () => {
    const values = await inProcessList(['facets', 'verb', '--channel', 'web', ...on])
    expect(values).toEqual([
      { value: 'post.updated', count: 2 },
      { value: 'post.created', count: 1 },
    ])
    expect(await inProcessList(['facets', 'verb', '--prefix', 'post.c', ...on])).toEqual([
      { value: 'post.created', count: 1 },
    ])
    const { stdout } = await inProcess(['facets', 'path', ...on])
    expect(stdout).toMatch(/^value +count\n/)
  })

  it('subjects', async () => {
    const rows = await inProcessList<SubjectRow>(['subjects', '--type', 'post', '--not-deleted', ...on])
    expect(rows).toMatchObject([{ subject: { type: 'post', id: 'a/1' }, version: 2, deleted: false }])
    expect(await inProcessList(['subjects', '--deleted', ...on])).toEqual([])
  })

  it('status', async () => {
    const status = await inProcessJson<{ readonly events: number; readonly projections: readonly ProjectionStatus[] }>([
      'status',
      ...on,
    ])
    expect(status.events).toBe(4)
    expect(status.projections.length).toBeGreaterThan(3)
    expect(status.projections.every(({ position, lag }) => position === '3' && lag === 0)).toBe(true)
    const { stdout } = await inProcess(['status', ...on])
    expect(stdout).toMatch(/^folder .*\nlog .*: 4 events, .*\nowner {3}none\n/)
  })
})

describe('working on a folder', () => {
  it('restore: a dry run first, then once, then nothing', async () => {
    const args = ['restore', 'post/a/1', '--version', '0', ...actor, '--reason', 'wrong', ...on]
    const dry = await inProcess([...args, '--dry-run'])
    expect(dry.stdout).toContain('post/a/1 would be taken back to version 0')
    expect(dry.stdout).toContain('~ /title  "Two" → "One"')
    const stale = await inProcess([...args, '--expected-version', '1'])
    expect(stale).toMatchObject({ code: 1, stderr: 'annals: post/a/1 is at version 2, not 1\n' })
    expect(await inProcessJson(args)).toMatchObject({ version: 3, restoredFrom: { version: 0 }, duplicate: false })
    expect((await inProcessJson<SubjectState>(['show', 'post/a/1', ...on])).state).toEqual(states[0])
    expect((await inProcess(args)).stdout).toContain('nothing was appended')
  })

  it('emit: the same id twice, another content, a deletion', async () => {
    const id = '0190a3b2-0000-7000-8000-000000000001'
    const args = ['emit', '--subject', 'post/2', ...actor, '--id', id, ...on]
    expect((await inProcess([...args, '--state', '1'])).stdout).toMatch(/^stored: /)
    expect((await inProcess([...args, '--state', '1'])).stdout).toMatch(/^was stored before: /)
    expect(await inProcess([...args, '--state', '2'])).toMatchObject({ code: 1, stdout: '' })
    expect(await inProcessJson(['emit', '--subject', 'post/2', ...actor, '--delete', ...on])).toMatchObject({
      version: 1,
    })
    expect((await inProcess(['show', 'post/2', ...on])).stdout).toContain('deleted')
  })

  it('emit -: an array, answered in its order', async () => {
    const events = ['a', 'b'].map((verb) => ({
      subject: { type: 'job', id: '1' },
      verb,
      actor: { type: 'user', id: 'u' },
    }))
    const receipts = await annalsList<Receipt>(['emit', '-', ...on], { input: JSON.stringify(events) })
    expect(receipts).toHaveLength(2)
  })

  it('rebuild: the same rows', async () => {
    const rebuilt = await inProcessList<{ readonly differences: number }>(['rebuild', ...on])
    expect(rebuilt.length).toBeGreaterThan(3)
    expect(rebuilt.every(({ differences }) => differences === 0)).toBe(true)
  })

  it('backup: a copy that is a log itself; never over a file', async () => {
    const file = join(folder.path, 'copy.db')
    const report = await inProcessJson<{ readonly events: number; readonly bytes: number }>(['backup', file, ...on])
    expect(report.events).toBe(9)
    expect(readFileSync(file).length).toBe(report.bytes)
    expect(await inProcess(['backup', file, ...on])).toMatchObject({ code: 2, stdout: '' })
  })

  it('check: all is well', async () => {
    const { code, stdout } = await annals(['check', ...on])
    expect(stdout).toMatch(/^9 events in \d+ streams: all is well\n$/)
    expect(code).toBe(0)
  })

  it('makes nothing where it only reads', async () => {
    const none = join(folder.path, 'none')
    const { code, stderr } = await inProcess(['activity', '--data-dir', none])
    expect(code).toBe(2)
    expect(stderr).toMatch(/^annals: --data-dir: there is no Annals log in .*none; /)
    expect(existsSync(none)).toBe(false)
  })
})
