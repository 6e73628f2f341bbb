import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bar } from '../../src/cli/bars.js'
import { temporaryFolder } from '../support/temporary-folder.js'
import { caught, inProcess } from './support/in-process.js'
import { annals } from './support/run-annals.js'

const folder = temporaryFolder()
const on = ['--data-dir', join(folder.path, 'data')]

beforeAll(async () => {
  const event = (verb: string, day: number) => ({
    subject: { type: 'post', id: '1' },
    verb,
    actor: { type: 'user', id: 'u' },
    occurredAt: `2026-03-0${day}T10:00:00Z`,
  })
  const events = [1, 1, 1, 1, 2, 5].map((day) => event(day === 2 ? 'post.sent' : 'post.viewed', day))
  expect((await annals(['emit', '-', ...on], { input: JSON.stringify(events) })).code).toBe(0)
})
afterAll(folder.remove)

const onTerminal = async (...args: readonly string[]): Promise<string> => {
  const out: string[] = []
  const ended = await inProcess(['stats', ...on, ...args], { stdout: caught(out, { isTty: true, columns: 60 }) })
  expect(ended.code).toBe(0)
  return out.join('')
}

describe('the chart of stats', () => {
  it('has a bar for each group, the largest over the whole width', async () => {
    const [, viewed = '', sent = ''] = (await onTerminal('--group-by', 'verb')).split('\n')
    expect(viewed).toMatch(/^post\.viewed {6}5 {2}█+$/)
    expect(viewed).toHaveLength(60)
    expect(sent).toMatch(/^post\.sent {8}1 {2}█+.?$/)
    expect(sent.length).toBeLessThan(30)
  })

  it('shows over time also when nothing was', async () => {
    const lines = (await onTerminal('--interval', 'day')).split('\n').map((line) => line.replace(/ *█.*/, ''))
    expect(lines.slice(1, 5).map((line) => line.split(/ {2,}/))).toEqual([
      ['2026-03-01T00:00:00Z', '4'],
      ['2026-03-02T00:00:00Z', '1'],
      ['2026-03-03T00:00:00Z', '0'],
      ['2026-03-05T00:00:00Z', '1'],
    ])
  })

  it('is for terminals alone', async () => {
    const { stdout } = await annals(['stats', '--group-by', 'verb', '--interval', 'day', ...on])
    expect(stdout).not.toMatch(/█|2026-03-03/)
  })

  it('draws in eighths, and something wherever there is something', () => {
    expect([0, 1, 500, 1000].map((count) => bar(count, 1000, 2))).toEqual(['', '▏', '█', '██'])
    expect(bar(3, 16, 2)).toBe('▍')
  })
})
